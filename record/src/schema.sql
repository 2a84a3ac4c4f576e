-- The record of onrecord: one SQLite file. SCHEMA.md explains it; this file is what creates it.
--
-- What always holds:
--   * Rows are added, never changed or deleted (triggers at the end). What holds now is a view.
--   * Offsets are bytes of UTF-8 in article.text, end exclusive. Lists of spans are JSON:
--     [[start,end],...].
--   * Dates are ISO 8601 text, as precise as they are known; times are UTC.
--   * Probabilities, scores and similarities are thousandths: 0 to 1000.
--   * check_sum is a hash over the columns of its row that readers are shown.

-- What made a finding: a program and its model.
CREATE TABLE producer (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL,            -- of the program: "onrecord 0.1.0"
  model TEXT NOT NULL,              -- hash of the model that read the text
  first_used TEXT NOT NULL,
  UNIQUE (version, model)
) STRICT;

-- A news report. Its text never changes; sha256 is the hash of the text.
CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
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
  file TEXT,
  fetched TEXT,
  details TEXT NOT NULL,            -- JSON: what else is known of where it came from
  words INTEGER NOT NULL,
  added TEXT NOT NULL,
  text TEXT NOT NULL,
  check_sum INTEGER NOT NULL        -- over where it came from
) STRICT;
CREATE INDEX article_published ON article (published);
CREATE INDEX article_outlet ON article (outlet);

-- The bytes an article was read from, so that every record can be proven again.
CREATE TABLE source (
  article_id INTEGER PRIMARY KEY REFERENCES article (id),
  codec TEXT NOT NULL CHECK (codec IN ('same', 'zstd')),  -- same: the bytes are the text
  length INTEGER NOT NULL,
  sha256 TEXT,                      -- of the bytes; absent where they are the text
  bytes BLOB
) STRICT;

-- Files, feeds and streams that were read.
CREATE TABLE input (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Where an article was met: the same text met again is a sighting more, not an article more.
CREATE TABLE sighting (
  article_id INTEGER NOT NULL REFERENCES article (id),
  input_id INTEGER NOT NULL REFERENCES input (id),
  position INTEGER NOT NULL,        -- of the record in the input, from 0
  seen TEXT NOT NULL,
  UNIQUE (input_id, position, article_id)
) STRICT;
CREATE INDEX sighting_article ON sighting (article_id);

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

-- One reading of one article by one producer. A newer reading adds; it overwrites nothing.
CREATE TABLE reading (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  producer_id INTEGER NOT NULL REFERENCES producer (id),
  at TEXT NOT NULL,
  statements INTEGER NOT NULL,
  events INTEGER NOT NULL,
  agreements INTEGER NOT NULL,
  entities INTEGER NOT NULL,        -- all of them, also those that have no row in entity
  mentions BLOB NOT NULL,           -- JSON packed with zstd: where entities are mentioned, and
                                    -- those entities that are neither named nor take part
  UNIQUE (article_id, producer_id)
) STRICT;

-- Somebody or something an article speaks of, by name, or that speaks or takes part in something.
-- Who that is across articles: identity. Where it is mentioned: reading.mentions.
CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  reading_id INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,          -- in its reading, from 0
  name TEXT NOT NULL,
  name_start INTEGER,               -- absent: the name comes from the table of countries
  name_end INTEGER,
  kind TEXT NOT NULL,               -- person, organization, location, group, other
  country TEXT,                     -- ISO 3166-1 alpha-3
  UNIQUE (reading_id, number)
) STRICT;

-- A change made by a person: what was wrong, who says so, when and why.
CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN
    ('speaker', 'content', 'retract', 'identity', 'merge', 'split')),
  statement_id INTEGER REFERENCES statement (id),   -- what was wrong, if a statement
  value TEXT,                       -- the new speaker, the new content, the person
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Who said what: one source, one cue, one content.
CREATE TABLE statement (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  reading_id INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,          -- in its reading, from 0
  speaker TEXT,                     -- the resolved name
  text TEXT NOT NULL,               -- what is said; " … " between the pieces
  source TEXT,                      -- who says it, as written
  cue TEXT,
  addressee TEXT,
  about TEXT,                       -- names of those the content mentions
  form TEXT NOT NULL,               -- direct, indirect, mixed, partial
  polarity TEXT NOT NULL,           -- positive, negative
  modality TEXT NOT NULL,           -- asserted, denied, declined, planned, hypothetical, asked
  within_id INTEGER REFERENCES statement (id),      -- the statement that holds this one
  speaker_id INTEGER REFERENCES entity (id),
  addressee_id INTEGER REFERENCES entity (id),
  content_spans TEXT NOT NULL,
  source_spans TEXT,
  cue_spans TEXT,
  addressee_span TEXT,
  evidence TEXT NOT NULL,           -- the rule or model that decided
  probability INTEGER NOT NULL,
  words_key INTEGER,                -- hash of the folded words: the same quotation has the same key
  correction_id INTEGER REFERENCES correction (id), -- set: this row was made by a correction
  check_sum INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_reading ON statement (reading_id, number);
CREATE INDEX statement_article ON statement (article_id);
CREATE INDEX statement_words ON statement (words_key) WHERE words_key IS NOT NULL;

-- A statement that no longer holds, and what stands in its place (nothing, if retracted).
CREATE TABLE supersession (
  statement_id INTEGER NOT NULL REFERENCES statement (id),
  by_statement_id INTEGER REFERENCES statement (id),
  correction_id INTEGER NOT NULL REFERENCES correction (id),
  UNIQUE (statement_id, correction_id)
) STRICT;

-- Who did what to whom. Never a bare fact: standing says who vouches for it.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  reading_id INTEGER NOT NULL REFERENCES reading (id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,               -- AGREE, CONSULT, ... unreduced
  mode TEXT,
  actors TEXT NOT NULL,             -- names, "; " between them
  recipients TEXT NOT NULL,
  place TEXT,
  date TEXT,                        -- resolved, cut to its precision
  date_words TEXT,                  -- as written
  precision TEXT,                   -- day, week, month, year, vague
  polarity TEXT NOT NULL,
  modality TEXT NOT NULL,           -- occurred, ongoing, planned, requested, ...
  standing TEXT NOT NULL CHECK (standing IN ('reported', 'claimed')),
  statement_id INTEGER REFERENCES statement (id),   -- in which it is claimed
  trigger TEXT NOT NULL,            -- the words that name it
  trigger_spans TEXT NOT NULL,
  place_span TEXT,
  date_span TEXT,
  evidence TEXT NOT NULL,
  probability INTEGER NOT NULL,
  check_sum INTEGER NOT NULL,
  CHECK ((standing = 'claimed') = (statement_id IS NOT NULL))
) STRICT;
CREATE INDEX event_reading ON event (reading_id, number);
CREATE INDEX event_kind ON event (kind, date);
CREATE INDEX event_statement ON event (statement_id) WHERE statement_id IS NOT NULL;

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
CREATE INDEX agreement_reading ON agreement (reading_id, number);

-- Who takes part in an event or an agreement.
CREATE TABLE participant (
  id INTEGER PRIMARY KEY,
  event_id INTEGER REFERENCES event (id),
  agreement_id INTEGER REFERENCES agreement (id),
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'party')),
  name TEXT NOT NULL,
  entity_id INTEGER REFERENCES entity (id),
  country TEXT,                     -- ISO 3166-1 alpha-3, of what it is or belongs to
  sector TEXT,                      -- PLOVER's code of the capacity it acts in: GOV, MIL, ...
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  CHECK ((event_id IS NULL) <> (agreement_id IS NULL))
) STRICT;
CREATE INDEX participant_event ON participant (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX participant_agreement ON participant (agreement_id) WHERE agreement_id IS NOT NULL;

-- Somebody or something across articles.
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  key TEXT UNIQUE,                  -- identifier in a gazetteer, such as Q20089 of Wikidata
  added TEXT NOT NULL
) STRICT;

CREATE TABLE person_name (
  person_id INTEGER NOT NULL REFERENCES person (id),
  folded TEXT NOT NULL,             -- lowercase, without diacritics and marks
  name TEXT NOT NULL,
  UNIQUE (folded, person_id)
) STRICT;

CREATE TABLE person_office (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  office TEXT NOT NULL,
  since TEXT,
  until TEXT
) STRICT;
CREATE INDEX person_office_person ON person_office (person_id);

-- Which person an entity of an article stands for: scored, explained, and the last row counts.
CREATE TABLE identity (
  id INTEGER PRIMARY KEY,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  score INTEGER NOT NULL,
  reason TEXT NOT NULL,
  correction_id INTEGER REFERENCES correction (id)
) STRICT;
CREATE INDEX identity_entity ON identity (entity_id);
CREATE INDEX identity_person ON identity (person_id);

-- Two people found to be one, or (into_id absent) found to be two after all; the last row counts.
CREATE TABLE merge (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  into_id INTEGER REFERENCES person (id),
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

CREATE VIEW current_identity AS
  SELECT i.id, i.entity_id, i.person_id, i.score, i.reason FROM identity AS i
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

CREATE TRIGGER producer_keep_update BEFORE UPDATE ON producer
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER producer_keep_delete BEFORE DELETE ON producer
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER article_keep_update BEFORE UPDATE ON article
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER article_keep_delete BEFORE DELETE ON article
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER source_keep_update BEFORE UPDATE ON source
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER source_keep_delete BEFORE DELETE ON source
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER input_keep_update BEFORE UPDATE ON input
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER input_keep_delete BEFORE DELETE ON input
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
CREATE TRIGGER entity_keep_update BEFORE UPDATE ON entity
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER entity_keep_delete BEFORE DELETE ON entity
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER correction_keep_update BEFORE UPDATE ON correction
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER correction_keep_delete BEFORE DELETE ON correction
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER statement_keep_update BEFORE UPDATE ON statement
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER statement_keep_delete BEFORE DELETE ON statement
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER supersession_keep_update BEFORE UPDATE ON supersession
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER supersession_keep_delete BEFORE DELETE ON supersession
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_keep_update BEFORE UPDATE ON event
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_keep_delete BEFORE DELETE ON event
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER agreement_keep_update BEFORE UPDATE ON agreement
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER agreement_keep_delete BEFORE DELETE ON agreement
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER participant_keep_update BEFORE UPDATE ON participant
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER participant_keep_delete BEFORE DELETE ON participant
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_keep_update BEFORE UPDATE ON person
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_keep_delete BEFORE DELETE ON person
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_name_keep_update BEFORE UPDATE ON person_name
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_name_keep_delete BEFORE DELETE ON person_name
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_office_keep_update BEFORE UPDATE ON person_office
  BEGIN SELECT raise(ABORT, 'the record is append-only'); END;
CREATE TRIGGER person_office_keep_delete BEFORE DELETE ON person_office
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
