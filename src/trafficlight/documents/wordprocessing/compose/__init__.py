"""合成 (compose): submissions are screened, cleaned, dressed in the house style and merged into one document."""
