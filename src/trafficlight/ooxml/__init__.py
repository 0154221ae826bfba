"""办公文档的文件层: what zip files, their parts, XML and text need, once for all that reads or writes office files.

Internal: for the packages above it.
"""
