-- From the store `old`, of schema 1, into an empty one. Rows keep their numbers. Readings and entities
-- are not here: their mentions are packed anew.

INSERT INTO producer SELECT id, version, model, first_used FROM old.producer;
INSERT INTO input SELECT id, name FROM old.input;
INSERT INTO term (word)
  SELECT kind FROM old.entity UNION SELECT kind FROM old.person UNION SELECT reason FROM old.identity
  UNION SELECT form FROM old.statement UNION SELECT polarity FROM old.statement
  UNION SELECT modality FROM old.statement UNION SELECT evidence FROM old.statement
  UNION SELECT kind FROM old.event UNION SELECT mode FROM old.event WHERE mode IS NOT NULL
  UNION SELECT precision FROM old.event WHERE precision IS NOT NULL
  UNION SELECT polarity FROM old.event UNION SELECT modality FROM old.event
  UNION SELECT evidence FROM old.event
  UNION SELECT json_extract(details, '$.origins') FROM old.article
    WHERE json_extract(details, '$.origins') IS NOT NULL;

INSERT INTO article
  SELECT a.id, a.sha256, a.name, a.title, a.outlet, a.published, a.url, a.licence, a.authors,
    a.language, a.dateline, a.dateline_start, a.dateline_end, i.id, iif(i.id IS NULL, a.file, NULL),
    a.fetched, json_extract(a.details, '$.offset'),
    (SELECT id FROM term WHERE word = json_extract(a.details, '$.origins')),
    nullif(json_remove(a.details, '$.offset', '$.origins'), '{}'), a.words,
    (SELECT codec = 'zstd' FROM old.source WHERE article_id = a.id), a.added, a.check_sum, a.text
  FROM old.article AS a LEFT JOIN old.input AS i ON i.name = a.file ORDER BY a.id;
INSERT INTO source
  SELECT article_id, length, sha256, bytes FROM old.source WHERE codec = 'zstd' ORDER BY article_id;
INSERT INTO sighting
  SELECT s.rowid, s.input_id, s.position, s.article_id, nullif(s.seen, a.added)
  FROM old.sighting AS s JOIN old.article AS a ON a.id = s.article_id ORDER BY s.rowid;
INSERT INTO refusal SELECT id, input_id, position, outcome, reason, at FROM old.refusal;
INSERT INTO copy_band SELECT band, article_id FROM old.copy_band;
INSERT INTO copy SELECT article_id, leader_id, nearest_id, similarity FROM old.copy ORDER BY 1;

INSERT INTO person_row
  SELECT p.id, p.name, (SELECT id FROM term WHERE word = p.kind), p.country, p.key
  FROM old.person AS p ORDER BY p.id;
INSERT INTO person_name SELECT folded, person_id FROM old.person_name;
INSERT INTO person_alias
  SELECT n.person_id, row_number() OVER (PARTITION BY n.person_id ORDER BY n.rowid) - 1, n.name
  FROM old.person_name AS n JOIN old.person AS p ON p.id = n.person_id
  WHERE p.key IS NOT NULL AND n.name <> p.name;
INSERT INTO person_office
  SELECT person_id, row_number() OVER (PARTITION BY person_id ORDER BY id) - 1, office, since, until
  FROM old.person_office;
