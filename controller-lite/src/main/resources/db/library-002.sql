ALTER TABLE medium ADD COLUMN health VARCHAR(12);
ALTER TABLE medium ADD COLUMN rescued_bytes BIGINT;

CREATE TABLE xattr (
    medium_hash VARCHAR(32) NOT NULL,
    part TEXT NOT NULL,
    ino TEXT NOT NULL,
    name BLOB NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (medium_hash, part, ino, name),
    FOREIGN KEY (medium_hash, part, ino) REFERENCES inode(medium_hash, part, ino)
) WITHOUT ROWID;
