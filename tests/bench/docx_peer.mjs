// The ledger by npm `docx`: node docx_peer.mjs ROWS.json OUT.docx RUNS; prints the median of the runs' CPU seconds.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { Document, PageOrientation, Packer, Paragraph, ShadingType, Table, TableCell, TableRow, TextRun } =
  createRequire(join(process.cwd(), "peer.cjs"))("docx");
const [rowsFile, outFile, runs] = process.argv.slice(2);
const { header, light, rows } = JSON.parse(readFileSync(rowsFile, "utf8"));

const runsOf = (text) => text.split("\n").map((line, at) => new TextRun({ text: line, break: at ? 1 : 0 }));
const cellOf = (text, fill) =>
  new TableCell({
    children: [new Paragraph({ children: runsOf(text) })],
    ...(fill ? { shading: { type: ShadingType.CLEAR, color: "auto", fill } } : {}),
  });
const build = () =>
  Packer.toBuffer(
    new Document({
      sections: [
        {
          properties: { page: { size: { orientation: PageOrientation.LANDSCAPE } } },
          children: [
            new Table({
              rows: [
                new TableRow({ tableHeader: true, children: header.map((text) => cellOf(text, "")) }),
                ...rows.map(
                  ([texts, fill]) =>
                    new TableRow({
                      cantSplit: true,
                      children: texts.map((text, at) => cellOf(text, at === light ? fill : "")),
                    }),
                ),
              ],
            }),
          ],
        },
      ],
    }),
  );

const seconds = [];
let made;
for (let run = 0; run < Number(runs); run += 1) {
  const start = process.cpuUsage();
  made = await build();
  const { user, system } = process.cpuUsage(start);
  seconds.push((user + system) / 1e6);
}
writeFileSync(outFile, made);
console.log(seconds.sort((one, other) => one - other)[Math.floor(seconds.length / 2)]);
