-- The record of onrecord: one SQLite file. SCHEMA.md explains it; this file is what creates it.
--
-- What always holds:
--   * Rows are added, never changed or deleted (triggers at the end). What holds now is a view.
--   * Words are kept once: in article.text. What was found in it is places in that text, in the
--     tables whose names end in _row; the views beside them show the words.
--   * Places are bytes of UTF-8 in article.text: start, from 0, and length. Where something is in
--     pieces, `pieces` has all of them: JSON, {"content": [[start, end], ...]}.
--   * Dates are ISO 8601 text, as precise as they are known; times are UTC.
--   * Probabilities, scores and similarities are thousandths: 0 to 1000.
--   * check_sum is a hash over the columns that readers are shown.

-- Words that stand in many rows: kinds, forms, rules.
CREATE TABLE term (
  id INTEGER PRIMARY KEY,
  word TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX term_word ON term (word);

-- What made a finding: a program, its model and its rules.
CREATE TABLE producer (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL,            -- of the program: "onrecord 0.1.0"
  model TEXT NOT NULL,              -- hashes of the model and the rules that read the text
  first_used TEXT NOT NULL,
  UNIQUE (version, model)
) STRICT;

-- Files, feeds and streams that were read.
CREATE TABLE input (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
CREATE INDEX input_name ON input (substr(name, -24));

-- A news report. Its text never changes; sha256 is the hash of the text.
CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  name TEXT NOT NULL,
  title TEXT,
  outlet TEXT,
  published TEXT,
  url TEXT,
  licence TEXT NOT NULL,            -- SPDX identifier, "other: ..." or "unknown"
  authors TEXT,                     -- JSON list of names
  language TEXT,
  dateline TEXT,
  dateline_start INTEGER,
  dateline_end INTEGER,
  input_id INTEGER REFERENCES input (id),  -- the file it was read from, where that is an input
  file TEXT,                        -- the file it was read from, where that is none
  fetched TEXT,
  position INTEGER,                 -- byte of the file at which it begins
  origins INTEGER REFERENCES term (id),    -- JSON: which field was said by what
  details TEXT,                     -- JSON: what else is known of where it came from
  words INTEGER NOT NULL,
  packed INTEGER NOT NULL CHECK (packed IN (0, 1)),  -- 0: the bytes it was read from are the text
  added TEXT NOT NULL,
  check_sum INTEGER NOT NULL,       -- over where it came from
  text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX article_sha256 ON article (substr(sha256, 1, 24));

-- The bytes an article was read from, packed with zstd, so that every record can be proven again.
CREATE TABLE source (
  article_id INTEGER PRIMARY KEY REFERENCES article (id),
  length INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- Where an article was met: the same text met again is a sighting more, not an article more.
CREATE TABLE sighting (
  id INTEGER PRIMARY KEY,
  input_id INTEGER NOT NULL REFERENCES input (id),
  position INTEGER NOT NULL,        -- of the record in the input, from 0
  article_id INTEGER NOT NULL REFERENCES article (id),
  seen TEXT,                        -- absent: when the article was added
  UNIQUE (input_id, position, article_id)
) STRICT;

-- Inputs that gave no article, and why. The last row of a place counts: `read` says that it gave
-- one after all.
CREATE TABLE refusal (
  id INTEGER PRIMARY KEY,
  input_id INTEGER NOT NULL REFERENCES input (id),
  position INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('failed', 'skipped', 'read')),
  reason TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX refusal_input ON refusal (input_id, position);

-- One reading of one article by one producer. A newer reading adds; it overwrites nothing. What it
-- found are rows without a gap in each table, from the first one on.
CREATE TABLE reading (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  producer_id INTEGER NOT NULL REFERENCES producer (id),
  at TEXT,                          -- absent: when the article was added
  entities INTEGER NOT NULL,        -- all of them, also those that have no row in entity_row
  first_entity INTEGER NOT NULL,
  entity_rows INTEGER NOT NULL,
  first_statement INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  first_event INTEGER NOT NULL,
  events INTEGER NOT NULL,
  first_agreement INTEGER NOT NULL,
  agreements INTEGER NOT NULL,
  first_promise INTEGER NOT NULL,
  promises INTEGER NOT NULL,
  mentions BLOB NOT NULL,           -- where entities are mentioned, and those entities that are
                                    -- neither named nor take part: SCHEMA.md says how
  UNIQUE (article_id, producer_id)
) STRICT;

-- Somebody across articles.
CREATE TABLE person_row (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL REFERENCES term (id),
  country TEXT,                     -- ISO 3166-1 alpha-3
  key TEXT                          -- identifier in a gazetteer, such as Q20089 of Wikidata
) STRICT;
CREATE UNIQUE INDEX person_key ON person_row (key) WHERE key IS NOT NULL;

-- Further names of somebody, from a gazetteer.
CREATE TABLE person_alias (
  person_id INTEGER NOT NULL REFERENCES person_row (id),
  place INTEGER NOT NULL,           -- among those of the person, from 0
  name TEXT NOT NULL,
  PRIMARY KEY (person_id, place)
) STRICT, WITHOUT ROWID;

-- Where names lead: lowercase, without diacritics and marks; a surname alone, too.
CREATE TABLE person_name (
  folded TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person_row (id),
  PRIMARY KEY (folded, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_office (
  person_id INTEGER NOT NULL REFERENCES person_row (id),
  place INTEGER NOT NULL,
  office TEXT NOT NULL,
  since TEXT,
  until TEXT,
  PRIMARY KEY (person_id, place)
) STRICT, WITHOUT ROWID;

-- Somebody or something an article speaks of, by name, or that speaks or takes part in something,
-- and who that is across articles, as far as the names say: scored and explained. Where it is
-- mentioned: reading.mentions.
CREATE TABLE entity_row (
  id INTEGER PRIMARY KEY,
  reading_id INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,          -- in its reading, from 0
  name TEXT,                        -- absent: the words at its place
  start INTEGER,                    -- absent: the name comes from the table of countries
  length INTEGER,
  kind INTEGER NOT NULL REFERENCES term (id),
  country TEXT,                     -- ISO 3166-1 alpha-3
  person_id INTEGER REFERENCES person_row (id),
  score INTEGER,
  reason INTEGER REFERENCES term (id)
) STRICT;
CREATE INDEX entity_person ON entity_row (person_id) WHERE person_id IS NOT NULL;

-- A change made by a person: what was wrong, who says so, when and why.
CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN
    ('speaker', 'content', 'retract', 'identity', 'merge', 'split')),
  statement_id INTEGER REFERENCES statement_row (id),   -- what was wrong, if a statement
  value TEXT,                       -- the new speaker, the new content, the person
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Who said what: one source, one cue, one content.
CREATE TABLE statement_row (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  reading_id INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,          -- in its reading, from 0
  start INTEGER NOT NULL,           -- of what is said
  length INTEGER NOT NULL,
  source_start INTEGER,
  source_length INTEGER,
  cue_start INTEGER,
  cue_length INTEGER,
  addressee_start INTEGER,
  addressee_length INTEGER,
  pieces TEXT,                      -- JSON: content, source or cue, where they are in pieces
  speaker_id INTEGER REFERENCES entity_row (id),
  addressee_id INTEGER REFERENCES entity_row (id),
  speaker TEXT,                     -- a name that a correction gave
  about TEXT,                       -- names of those the content mentions
  form INTEGER NOT NULL REFERENCES term (id),
  polarity INTEGER NOT NULL REFERENCES term (id),
  modality INTEGER NOT NULL REFERENCES term (id),
  within_id INTEGER REFERENCES statement_row (id),  -- the statement that holds this one
  evidence INTEGER NOT NULL REFERENCES term (id),
  probability INTEGER NOT NULL,
  words_key INTEGER,                -- hash of the folded words: the same quotation has the same key
  correction_id INTEGER REFERENCES correction (id), -- set: this row was made by a correction
  check_sum INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_corrected ON statement_row (reading_id) WHERE correction_id IS NOT NULL;

-- A statement that no longer holds, and what stands in its place (nothing, if retracted).
CREATE TABLE supersession (
  statement_id INTEGER NOT NULL REFERENCES statement_row (id),
  by_statement_id INTEGER REFERENCES statement_row (id),
  correction_id INTEGER NOT NULL REFERENCES correction (id),
  UNIQUE (statement_id, correction_id)
) STRICT;

-- Who did what to whom. Never a bare fact: it is claimed in a statement, or reported by the outlet.
CREATE TABLE event_row (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  reading_id INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,
  kind INTEGER NOT NULL REFERENCES term (id),
  mode INTEGER REFERENCES term (id),
  polarity INTEGER NOT NULL REFERENCES term (id),
  modality INTEGER NOT NULL REFERENCES term (id),
  statement_id INTEGER REFERENCES statement_row (id),  -- in which it is claimed
  start INTEGER NOT NULL,           -- of the words that name it
  length INTEGER NOT NULL,
  place_start INTEGER,
  place_length INTEGER,
  date_start INTEGER,
  date_length INTEGER,
  pieces TEXT,                      -- JSON: trigger, where it is in pieces
  date TEXT,                        -- resolved, cut to its precision
  precision INTEGER REFERENCES term (id),
  evidence INTEGER NOT NULL REFERENCES term (id),
  probability INTEGER NOT NULL,
  check_sum INTEGER NOT NULL
) STRICT;
CREATE INDEX event_statement ON event_row (statement_id) WHERE statement_id IS NOT NULL;

-- Who takes part in an event.
CREATE TABLE event_participant (
  event_id INTEGER NOT NULL REFERENCES event_row (id),
  place INTEGER NOT NULL,           -- among those of the event, from 0
  recipient INTEGER NOT NULL CHECK (recipient IN (0, 1)),  -- 0: an actor
  entity_id INTEGER REFERENCES entity_row (id),
  country TEXT,                     -- ISO 3166-1 alpha-3, of what it is or belongs to
  sector TEXT,                      -- PLOVER's code of the capacity it acts in: GOV, MIL, ...
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (event_id, place)
) STRICT, WITHOUT ROWID;

-- A document, treaty or deal between parties.
CREATE TABLE agreement (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  reading_id INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  parties TEXT NOT NULL,            -- names, "; " between them
  term TEXT,                        -- ISO 8601 duration
  subject TEXT,
  stage TEXT,                       -- the last one: where it stands in this article
  stages TEXT NOT NULL,             -- JSON: [[stage, words, [[start,end],...], number of the
                                    -- statement that claims it, or null],...]
  title_span TEXT NOT NULL,
  subject_span TEXT,
  evidence TEXT NOT NULL,
  probability INTEGER NOT NULL,
  check_sum INTEGER NOT NULL
) STRICT;

-- Who is a party of an agreement.
CREATE TABLE agreement_party (
  agreement_id INTEGER NOT NULL REFERENCES agreement (id),
  place INTEGER NOT NULL,
  entity_id INTEGER REFERENCES entity_row (id),
  country TEXT,
  sector TEXT,
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (agreement_id, place)
) STRICT, WITHOUT ROWID;

-- What somebody is bound or means to do by a date. Never a bare fact either.
CREATE TABLE promise_row (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  reading_id INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,
  start INTEGER NOT NULL,           -- of what is to be done
  length INTEGER NOT NULL,
  due_start INTEGER NOT NULL,       -- of the date as written
  due_length INTEGER NOT NULL,
  due TEXT,                         -- resolved, cut to its precision
  precision INTEGER NOT NULL REFERENCES term (id),
  trigger_start INTEGER NOT NULL,   -- of the word that binds
  trigger_length INTEGER NOT NULL,
  agreement_id INTEGER REFERENCES agreement (id),      -- that holds it
  statement_id INTEGER REFERENCES statement_row (id),  -- in which it is claimed
  evidence INTEGER NOT NULL REFERENCES term (id),
  probability INTEGER NOT NULL,
  check_sum INTEGER NOT NULL
) STRICT;

-- Who is to do what was promised.
CREATE TABLE promise_party (
  promise_id INTEGER NOT NULL REFERENCES promise_row (id),
  place INTEGER NOT NULL,
  entity_id INTEGER REFERENCES entity_row (id),
  country TEXT,
  sector TEXT,
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (promise_id, place)
) STRICT, WITHOUT ROWID;

-- Which person an entity stands for after a correction; the last row counts.
CREATE TABLE identity (
  id INTEGER PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entity_row (id),
  person_id INTEGER NOT NULL REFERENCES person_row (id),
  score INTEGER NOT NULL,
  reason TEXT NOT NULL,
  correction_id INTEGER NOT NULL REFERENCES correction (id)
) STRICT;
CREATE INDEX identity_entity ON identity (entity_id);
CREATE INDEX identity_person ON identity (person_id);

-- Two people found to be one, or (into_id absent) found to be two after all; the last row counts.
CREATE TABLE merge (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person_row (id),
  into_id INTEGER REFERENCES person_row (id),
  correction_id INTEGER NOT NULL REFERENCES correction (id)
) STRICT;
CREATE INDEX merge_person ON merge (person_id);

-- Bands of MinHash values: articles that share a band may be copies.
CREATE TABLE copy_band (
  band INTEGER NOT NULL,
  article_id INTEGER NOT NULL REFERENCES article (id),
  PRIMARY KEY (band, article_id)
) STRICT, WITHOUT ROWID;

-- An article that is nearly the same as an earlier one. The leader is the group's first article.
CREATE TABLE copy (
  article_id INTEGER PRIMARY KEY REFERENCES article (id),
  leader_id INTEGER NOT NULL REFERENCES article (id),
  nearest_id INTEGER NOT NULL REFERENCES article (id),
  similarity INTEGER NOT NULL
) STRICT;
CREATE INDEX copy_leader ON copy (leader_id);

-- One row a transaction: hashes of the rows that it added, chained to the transaction before.
CREATE TABLE seal (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  rows TEXT NOT NULL,               -- JSON: [[table, first row, last row, SHA-256],...]
  chain TEXT NOT NULL               -- SHA-256 over the chain so far and the two fields above
) STRICT;

-- Search over statements, by word, phrase, prefix or column. Datasette finds the index by the very
-- letters content="statement".
CREATE VIRTUAL TABLE statement_fts USING fts5 (
  text, speaker, addressee, about,
  content="statement", content_rowid="id", tokenize = 'unicode61 remove_diacritics 2'
);

-- What was found, in words.

CREATE VIEW person AS
  SELECT p.id, p.name, (SELECT word FROM term WHERE id = p.kind) AS kind, p.country, p.key
  FROM person_row AS p;

CREATE VIEW entity AS
  SELECT e.id, e.reading_id, e.number,
    coalesce(e.name, (SELECT CAST(substr(CAST(a.text AS BLOB), e.start + 1, e.length) AS TEXT)
      FROM reading AS r JOIN article AS a ON a.id = r.article_id WHERE r.id = e.reading_id)) AS name,
    e.start AS name_start, e.start + e.length AS name_end,
    (SELECT word FROM term WHERE id = e.kind) AS kind, e.country
  FROM entity_row AS e;

-- rowid is for programs that search it, as Datasette does.
CREATE VIEW statement AS
  SELECT s.id, s.article_id, s.reading_id, s.number,
    coalesce(s.speaker, (SELECT name FROM entity WHERE id = s.speaker_id)) AS speaker,
    CASE WHEN s.pieces IS NULL
      THEN CAST(substr(CAST(a.text AS BLOB), s.start + 1, s.length) AS TEXT)
      ELSE (WITH RECURSIVE piece (n, words) AS (
        SELECT 1, CAST(substr(CAST(a.text AS BLOB), s.start + 1, s.length) AS TEXT)
        UNION ALL
        SELECT n + 1, words || ' … ' || CAST(substr(CAST(a.text AS BLOB),
          json_extract(s.pieces, '$.content[' || n || '][0]') + 1,
          json_extract(s.pieces, '$.content[' || n || '][1]')
            - json_extract(s.pieces, '$.content[' || n || '][0]')) AS TEXT)
        FROM piece WHERE n < json_array_length(s.pieces, '$.content'))
        SELECT words FROM piece ORDER BY n DESC LIMIT 1) END AS text,
    CASE WHEN s.pieces IS NULL
      THEN CAST(substr(CAST(a.text AS BLOB), s.source_start + 1, s.source_length) AS TEXT)
      ELSE (WITH RECURSIVE piece (n, words) AS (
        SELECT 1, CAST(substr(CAST(a.text AS BLOB), s.source_start + 1, s.source_length) AS TEXT)
        UNION ALL
        SELECT n + 1, words || ' … ' || CAST(substr(CAST(a.text AS BLOB),
          json_extract(s.pieces, '$.source[' || n || '][0]') + 1,
          json_extract(s.pieces, '$.source[' || n || '][1]')
            - json_extract(s.pieces, '$.source[' || n || '][0]')) AS TEXT)
        FROM piece WHERE n < json_array_length(s.pieces, '$.source'))
        SELECT words FROM piece ORDER BY n DESC LIMIT 1) END AS source,
    CASE WHEN s.pieces IS NULL
      THEN CAST(substr(CAST(a.text AS BLOB), s.cue_start + 1, s.cue_length) AS TEXT)
      ELSE (WITH RECURSIVE piece (n, words) AS (
        SELECT 1, CAST(substr(CAST(a.text AS BLOB), s.cue_start + 1, s.cue_length) AS TEXT)
        UNION ALL
        SELECT n + 1, words || ' … ' || CAST(substr(CAST(a.text AS BLOB),
          json_extract(s.pieces, '$.cue[' || n || '][0]') + 1,
          json_extract(s.pieces, '$.cue[' || n || '][1]')
            - json_extract(s.pieces, '$.cue[' || n || '][0]')) AS TEXT)
        FROM piece WHERE n < json_array_length(s.pieces, '$.cue'))
        SELECT words FROM piece ORDER BY n DESC LIMIT 1) END AS cue,
    CASE WHEN s.addressee_id IS NULL
      THEN CAST(substr(CAST(a.text AS BLOB), s.addressee_start + 1, s.addressee_length) AS TEXT)
      ELSE (SELECT name FROM entity WHERE id = s.addressee_id) END AS addressee,
    s.about,
    (SELECT word FROM term WHERE id = s.form) AS form,
    (SELECT word FROM term WHERE id = s.polarity) AS polarity,
    (SELECT word FROM term WHERE id = s.modality) AS modality,
    s.within_id, s.speaker_id, s.addressee_id,
    coalesce(json_extract(s.pieces, '$.content'),
      '[[' || s.start || ',' || (s.start + s.length) || ']]') AS content_spans,
    coalesce(json_extract(s.pieces, '$.source'),
      '[[' || s.source_start || ',' || (s.source_start + s.source_length) || ']]') AS source_spans,
    coalesce(json_extract(s.pieces, '$.cue'),
      '[[' || s.cue_start || ',' || (s.cue_start + s.cue_length) || ']]') AS cue_spans,
    '[' || s.addressee_start || ',' || (s.addressee_start + s.addressee_length) || ']'
      AS addressee_span,
    (SELECT word FROM term WHERE id = s.evidence) AS evidence, s.probability, s.words_key,
    s.correction_id, s.check_sum, s.id AS rowid
  FROM statement_row AS s JOIN article AS a ON a.id = s.article_id;

CREATE VIEW participant AS
  SELECT p.event_id, p.place, CASE p.recipient WHEN 0 THEN 'actor' ELSE 'recipient' END AS role,
    CASE WHEN p.entity_id IS NULL
      THEN CAST(substr(CAST(a.text AS BLOB), p.start + 1, p.length) AS TEXT)
      ELSE (SELECT name FROM entity WHERE id = p.entity_id) END AS name,
    p.entity_id, p.country, p.sector, p.start, p.start + p.length AS end
  FROM event_participant AS p JOIN event_row AS e ON e.id = p.event_id
    JOIN article AS a ON a.id = e.article_id;

CREATE VIEW party AS
  SELECT p.agreement_id, p.place,
    CASE WHEN p.entity_id IS NULL
      THEN CAST(substr(CAST(a.text AS BLOB), p.start + 1, p.length) AS TEXT)
      ELSE (SELECT name FROM entity WHERE id = p.entity_id) END AS name,
    p.entity_id, p.country, p.sector, p.start, p.start + p.length AS end
  FROM agreement_party AS p JOIN agreement AS g ON g.id = p.agreement_id
    JOIN article AS a ON a.id = g.article_id;

CREATE VIEW event AS
  SELECT e.id, e.article_id, e.reading_id, e.number,
    (SELECT word FROM term WHERE id = e.kind) AS kind,
    (SELECT word FROM term WHERE id = e.mode) AS mode,
    coalesce((SELECT group_concat(name, '; ') FROM (SELECT
      CASE WHEN p.entity_id IS NULL
        THEN CAST(substr(CAST(a.text AS BLOB), p.start + 1, p.length) AS TEXT)
        ELSE (SELECT name FROM entity WHERE id = p.entity_id) END AS name
      FROM event_participant AS p WHERE p.event_id = e.id AND p.recipient = 0
      GROUP BY 1 ORDER BY min(p.place))), '') AS actors,
    coalesce((SELECT group_concat(name, '; ') FROM (SELECT
      CASE WHEN p.entity_id IS NULL
        THEN CAST(substr(CAST(a.text AS BLOB), p.start + 1, p.length) AS TEXT)
        ELSE (SELECT name FROM entity WHERE id = p.entity_id) END AS name
      FROM event_participant AS p WHERE p.event_id = e.id AND p.recipient = 1
      GROUP BY 1 ORDER BY min(p.place))), '') AS recipients,
    CAST(substr(CAST(a.text AS BLOB), e.place_start + 1, e.place_length) AS TEXT) AS place,
    e.date, CAST(substr(CAST(a.text AS BLOB), e.date_start + 1, e.date_length) AS TEXT) AS date_words,
    (SELECT word FROM term WHERE id = e.precision) AS precision,
    (SELECT word FROM term WHERE id = e.polarity) AS polarity,
    (SELECT word FROM term WHERE id = e.modality) AS modality,
    CASE WHEN e.statement_id IS NULL THEN 'reported' ELSE 'claimed' END AS standing,
    e.statement_id,
    CASE WHEN e.pieces IS NULL
      THEN CAST(substr(CAST(a.text AS BLOB), e.start + 1, e.length) AS TEXT)
      ELSE (WITH RECURSIVE piece (n, words) AS (
        SELECT 1, CAST(substr(CAST(a.text AS BLOB), e.start + 1, e.length) AS TEXT)
        UNION ALL
        SELECT n + 1, words || ' … ' || CAST(substr(CAST(a.text AS BLOB),
          json_extract(e.pieces, '$.trigger[' || n || '][0]') + 1,
          json_extract(e.pieces, '$.trigger[' || n || '][1]')
            - json_extract(e.pieces, '$.trigger[' || n || '][0]')) AS TEXT)
        FROM piece WHERE n < json_array_length(e.pieces, '$.trigger'))
        SELECT words FROM piece ORDER BY n DESC LIMIT 1) END AS trigger,
    coalesce(json_extract(e.pieces, '$.trigger'),
      '[[' || e.start || ',' || (e.start + e.length) || ']]') AS trigger_spans,
    '[' || e.place_start || ',' || (e.place_start + e.place_length) || ']' AS place_span,
    '[' || e.date_start || ',' || (e.date_start + e.date_length) || ']' AS date_span,
    (SELECT word FROM term WHERE id = e.evidence) AS evidence, e.probability, e.check_sum
  FROM event_row AS e JOIN article AS a ON a.id = e.article_id;

CREATE VIEW promise AS
  SELECT m.id, m.article_id, m.reading_id, m.number,
    coalesce((SELECT group_concat(name, '; ') FROM (SELECT
      CASE WHEN p.entity_id IS NULL
        THEN CAST(substr(CAST(a.text AS BLOB), p.start + 1, p.length) AS TEXT)
        ELSE (SELECT name FROM entity WHERE id = p.entity_id) END AS name
      FROM promise_party AS p WHERE p.promise_id = m.id
      GROUP BY 1 ORDER BY min(p.place))), '') AS by,
    CAST(substr(CAST(a.text AS BLOB), m.start + 1, m.length) AS TEXT) AS text,
    m.due, CAST(substr(CAST(a.text AS BLOB), m.due_start + 1, m.due_length) AS TEXT) AS due_words,
    (SELECT word FROM term WHERE id = m.precision) AS precision,
    CAST(substr(CAST(a.text AS BLOB), m.trigger_start + 1, m.trigger_length) AS TEXT) AS trigger,
    m.agreement_id, CASE WHEN m.statement_id IS NULL THEN 'reported' ELSE 'claimed' END AS standing,
    m.statement_id, m.start, m.start + m.length AS end,
    (SELECT word FROM term WHERE id = m.evidence) AS evidence, m.probability, m.check_sum
  FROM promise_row AS m JOIN article AS a ON a.id = m.article_id;

-- What holds now.

CREATE VIEW current_reading AS
  SELECT * FROM reading AS r
  WHERE NOT EXISTS
    (SELECT 1 FROM reading AS later WHERE later.article_id = r.article_id AND later.id > r.id);

CREATE VIEW current_statement AS
  SELECT * FROM statement AS s
  WHERE (s.correction_id IS NOT NULL OR NOT EXISTS
    (SELECT 1 FROM reading AS later WHERE later.article_id = s.article_id AND later.id > s.reading_id))
    AND NOT EXISTS (SELECT 1 FROM supersession AS p WHERE p.statement_id = s.id);

CREATE VIEW current_event AS
  SELECT * FROM event AS e
  WHERE NOT EXISTS
    (SELECT 1 FROM reading AS later WHERE later.article_id = e.article_id AND later.id > e.reading_id)
    AND NOT EXISTS (SELECT 1 FROM supersession AS p WHERE p.statement_id = e.statement_id
      AND p.by_statement_id IS NULL);

CREATE VIEW current_agreement AS
  SELECT * FROM agreement AS a
  WHERE NOT EXISTS
    (SELECT 1 FROM reading AS later WHERE later.article_id = a.article_id AND later.id > a.reading_id);

CREATE VIEW current_promise AS
  SELECT * FROM promise AS m
  WHERE NOT EXISTS
    (SELECT 1 FROM reading AS later WHERE later.article_id = m.article_id AND later.id > m.reading_id)
    AND NOT EXISTS (SELECT 1 FROM supersession AS p WHERE p.statement_id = m.statement_id
      AND p.by_statement_id IS NULL);

CREATE VIEW current_identity AS
  SELECT e.id AS entity_id, e.person_id, e.score, (SELECT word FROM term WHERE id = e.reason) AS reason
  FROM entity_row AS e
  WHERE e.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM identity WHERE entity_id = e.id)
  UNION ALL
  SELECT i.entity_id, i.person_id, i.score, i.reason FROM identity AS i
  WHERE NOT EXISTS
    (SELECT 1 FROM identity AS later WHERE later.entity_id = i.entity_id AND later.id > i.id);

-- For readers: a statement with where it stands.
CREATE VIEW said AS
  SELECT s.id, a.published, a.outlet, s.speaker, s.text, s.addressee, s.about, s.form, s.polarity,
    s.modality, s.source, s.cue, a.title, a.url, a.licence, s.probability, s.article_id
  FROM current_statement AS s JOIN article AS a ON a.id = s.article_id;

-- The same words in many articles. Copies of one article are one independent source.
CREATE VIEW quotation AS
  SELECT s.words_key, min(s.text) AS text, count(*) AS occurrences,
    count(DISTINCT s.article_id) AS articles,
    count(DISTINCT coalesce(c.leader_id, s.article_id)) AS independent,
    min(a.published) AS first_published
  FROM current_statement AS s
  JOIN article AS a ON a.id = s.article_id
  LEFT JOIN copy AS c ON c.article_id = s.article_id
  WHERE s.words_key IS NOT NULL
  GROUP BY s.words_key;

-- Rows are added, never changed or deleted.

CREATE TRIGGER term_keep_update BEFORE UPDATE ON term
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER term_keep_delete BEFORE DELETE ON term
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER producer_keep_update BEFORE UPDATE ON producer
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER producer_keep_delete BEFORE DELETE ON producer
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER input_keep_update BEFORE UPDATE ON input
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER input_keep_delete BEFORE DELETE ON input
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER article_keep_update BEFORE UPDATE ON article
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER article_keep_delete BEFORE DELETE ON article
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER source_keep_update BEFORE UPDATE ON source
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER source_keep_delete BEFORE DELETE ON source
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER sighting_keep_update BEFORE UPDATE ON sighting
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER sighting_keep_delete BEFORE DELETE ON sighting
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER refusal_keep_update BEFORE UPDATE ON refusal
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER refusal_keep_delete BEFORE DELETE ON refusal
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER reading_keep_update BEFORE UPDATE ON reading
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER reading_keep_delete BEFORE DELETE ON reading
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_row_keep_update BEFORE UPDATE ON person_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_row_keep_delete BEFORE DELETE ON person_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_alias_keep_update BEFORE UPDATE ON person_alias
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_alias_keep_delete BEFORE DELETE ON person_alias
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_name_keep_update BEFORE UPDATE ON person_name
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_name_keep_delete BEFORE DELETE ON person_name
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_office_keep_update BEFORE UPDATE ON person_office
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_office_keep_delete BEFORE DELETE ON person_office
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER entity_row_keep_update BEFORE UPDATE ON entity_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER entity_row_keep_delete BEFORE DELETE ON entity_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER correction_keep_update BEFORE UPDATE ON correction
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER correction_keep_delete BEFORE DELETE ON correction
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER statement_row_keep_update BEFORE UPDATE ON statement_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER statement_row_keep_delete BEFORE DELETE ON statement_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER supersession_keep_update BEFORE UPDATE ON supersession
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER supersession_keep_delete BEFORE DELETE ON supersession
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_row_keep_update BEFORE UPDATE ON event_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_row_keep_delete BEFORE DELETE ON event_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_participant_keep_update BEFORE UPDATE ON event_participant
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_participant_keep_delete BEFORE DELETE ON event_participant
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER agreement_keep_update BEFORE UPDATE ON agreement
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER agreement_keep_delete BEFORE DELETE ON agreement
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER agreement_party_keep_update BEFORE UPDATE ON agreement_party
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER agreement_party_keep_delete BEFORE DELETE ON agreement_party
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER promise_row_keep_update BEFORE UPDATE ON promise_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER promise_row_keep_delete BEFORE DELETE ON promise_row
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER promise_party_keep_update BEFORE UPDATE ON promise_party
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER promise_party_keep_delete BEFORE DELETE ON promise_party
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER identity_keep_update BEFORE UPDATE ON identity
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER identity_keep_delete BEFORE DELETE ON identity
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER merge_keep_update BEFORE UPDATE ON merge
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER merge_keep_delete BEFORE DELETE ON merge
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER copy_band_keep_update BEFORE UPDATE ON copy_band
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER copy_band_keep_delete BEFORE DELETE ON copy_band
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER copy_keep_update BEFORE UPDATE ON copy
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER copy_keep_delete BEFORE DELETE ON copy
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER seal_keep_update BEFORE UPDATE ON seal
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER seal_keep_delete BEFORE DELETE ON seal
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
