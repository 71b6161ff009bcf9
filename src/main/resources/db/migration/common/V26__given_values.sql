-- Of lists in which others have values, too: what is there by us, or may be, by attribute.
ALTER TABLE link ADD COLUMN given TEXT;
