"""The tables of an index file.

Items and names are written by popularity, the best known first, so that whatever is read in the order of the rows and
cut after some is cut at the obscure end, and nothing need be sorted when names are looked up.
"""

APPLICATION = 0x6B676978
"""``kgix``: what SQLite's header calls the application that a file belongs to."""

VERSION = 2

COLUMNS = "id, label, description, types, classes, countries, places, latitude, longitude, icao, iata, sitelinks"

SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE item ({COLUMNS.replace("id,", "id INTEGER PRIMARY KEY,", 1)}, popularity REAL NOT NULL);
CREATE TABLE held (item INTEGER NOT NULL, position INTEGER NOT NULL, start TEXT, end TEXT);
CREATE TABLE name (key TEXT NOT NULL, fold TEXT NOT NULL, item INTEGER NOT NULL, rank INTEGER NOT NULL);
CREATE TABLE redirect (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
CREATE VIRTUAL TABLE word USING fts5 (key, content = 'name', columnsize = 0, detail = 'none');
"""

STAGE = f"""
CREATE TABLE stage.item ({COLUMNS.replace("id,", "id INTEGER PRIMARY KEY,", 1)});
CREATE TABLE stage.name (key TEXT, fold TEXT, item INTEGER, rank INTEGER);
CREATE TABLE stage.rank (item INTEGER PRIMARY KEY, rank INTEGER);
"""

WRITE_ITEM = f"INSERT OR REPLACE INTO stage.item VALUES ({', '.join('?' * len(COLUMNS.split()))})"  # noqa: S608

WRITE_NAME = "INSERT INTO stage.name VALUES (?, ?, ?, ?)"

WRITE_NAMES = f"""
BEGIN;
INSERT INTO item SELECT {COLUMNS.replace("id,", "stage.item.id,", 1)}, ln(1 + coalesce(rank, 0)) + ln(1 + sitelinks)
  FROM stage.item LEFT JOIN stage.rank ON stage.rank.item = stage.item.id;
INSERT INTO name SELECT key, fold, item, min(stage.name.rank) FROM stage.name JOIN item ON item.id = item
  WHERE key <> '' GROUP BY key, item ORDER BY popularity DESC, item, min(stage.name.rank), key;
CREATE INDEX name_key ON name (key);
CREATE INDEX name_fold ON name (fold);
CREATE INDEX name_item ON name (item);
CREATE INDEX item_icao ON item (icao) WHERE icao IS NOT NULL;
CREATE INDEX item_iata ON item (iata) WHERE iata IS NOT NULL;
CREATE INDEX held_item ON held (item);
INSERT INTO word (word) VALUES ('rebuild');
COMMIT;
"""  # noqa: S608  # the columns stand above
