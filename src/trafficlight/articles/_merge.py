"""合并 (merge): cleaned articles move into the compendium's document, each in time that grows with itself alone."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docxcompose.composer import Composer

from trafficlight.articles._attachments import PartMerger
from trafficlight.articles._bookmarks import BookmarkMerger
from trafficlight.articles._fit import keep_rows_whole
from trafficlight.articles._grammar import Mender
from trafficlight.articles._lists import ListMerger
from trafficlight.articles._notes import NoteMerger
from trafficlight.articles._restyle import SYNONYMS, restyle
from trafficlight.articles._shapes import ShapeMerger
from trafficlight.articles._styles import StyleMerger
from trafficlight.articles._submission import Content


class Merger:
    """合并器: makes articles refer to the compendium's own styles, lists, notes and parts."""

    def __init__(self, document: WordDocument) -> None:
        main = document.part
        self._document = document
        self._mended: list[str] = []
        self._mender = Mender(self._mended.append)
        self._styles = StyleMerger(document.styles.element, SYNONYMS, self._mender)
        self._lists: ListMerger | None = None
        self._parts = PartMerger(main, {str(part.partname) for part in main.package.iter_parts()})
        self._notes = NoteMerger(main, self._parts)
        self._bookmarks = BookmarkMerger(document.element.body)
        self._shapes = ShapeMerger()

    def take(self, content: Content) -> list[str]:
        """Fit an article's content into the compendium; its body can be moved there then.

        Gives what was taken out of its styles and lists, since no schema allows it.
        """
        self._mended.clear()
        roots = [content.body, *(story.root for kind, story in content.stories.items() if kind != "document")]
        for root in roots:
            self._styles.map_references(root, content.styles)
        if content.numbering.root is not None:
            if self._lists is None:
                self._lists = ListMerger(Composer(self._document).numbering_part().element, self._mender)
            self._lists.map_references(roots, content.numbering)
        for root in roots:
            restyle(root)
            keep_rows_whole(root)
        self._parts.map_references(content.body, content.stories["document"].carried, self._document.part)
        self._bookmarks.take(roots)
        self._shapes.take(roots)
        self._notes.take(content)
        return list(self._mended)

    def finish(self) -> None:
        """Put in place what was gathered; nothing may be taken afterwards."""
        if self._lists is not None:
            self._lists.finish()
