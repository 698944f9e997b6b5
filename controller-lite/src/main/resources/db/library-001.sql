CREATE TABLE medium (
    medium_hash VARCHAR(32) PRIMARY KEY,
    medium_human TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    status VARCHAR(12) NOT NULL,
    image_path TEXT,
    image_bytes BIGINT NOT NULL,
    table_kind VARCHAR(12) NOT NULL,
    sector_size INTEGER NOT NULL,
    archive_path TEXT,
    archive_bytes BIGINT,
    image_blake3 VARCHAR(64),
    archived_at TIMESTAMP,
    message TEXT,
    diagnostics_json TEXT NOT NULL DEFAULT '[]'
);

CREATE TABLE partition (
    medium_hash VARCHAR(32) NOT NULL REFERENCES medium(medium_hash),
    part TEXT NOT NULL,
    position INTEGER NOT NULL,
    prefix TEXT NOT NULL,
    start_bytes BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    type_name TEXT,
    fs_type TEXT,
    label TEXT,
    uuid TEXT,
    status VARCHAR(12) NOT NULL,
    reader TEXT,
    reason TEXT,
    records INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (medium_hash, part)
);

CREATE TABLE inode (
    medium_hash VARCHAR(32) NOT NULL,
    part TEXT NOT NULL,
    ino TEXT NOT NULL,
    kind CHAR(1) NOT NULL,
    nlink INTEGER NOT NULL,
    size BIGINT NOT NULL,
    mtime BIGINT NOT NULL,
    blobid VARCHAR(64),
    error TEXT,
    PRIMARY KEY (medium_hash, part, ino),
    FOREIGN KEY (medium_hash, part) REFERENCES partition(medium_hash, part)
) WITHOUT ROWID;

CREATE TABLE path (
    medium_hash VARCHAR(32) NOT NULL,
    part TEXT NOT NULL,
    path BLOB NOT NULL,
    ino TEXT NOT NULL,
    PRIMARY KEY (medium_hash, part, path),
    FOREIGN KEY (medium_hash, part, ino) REFERENCES inode(medium_hash, part, ino)
) WITHOUT ROWID;

CREATE TABLE blobs (
    blobid VARCHAR(64) PRIMARY KEY,
    size BIGINT NOT NULL,
    last_checked TIMESTAMP
) WITHOUT ROWID;

CREATE INDEX idx_inode_blob ON inode(blobid);
