"""文字处理 (word processing): content → .docx. Static parts are small texts of our own, the body is streamed.

Internal: import from `trafficlight.documents`.
"""
