"""测试辅助: sample offices, workbooks, documents and judges that several tests share. No test stands here."""
