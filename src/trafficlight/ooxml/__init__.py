"""办公文档的文件层: what is known once of zip files, their parts, XML and text, below all that reads or writes them."""
