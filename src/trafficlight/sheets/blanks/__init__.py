"""空白表: the workbooks that go out to be filled in."""
