"""模型: the nouns. Values of attrs only; nothing here knows a file, a clock or a colour's meaning."""
