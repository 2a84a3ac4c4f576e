-- What the readings of a store of schema 1 found, after its readings and entities.

-- Statements and corrections refer to each other.
PRAGMA defer_foreign_keys = ON;
INSERT INTO correction SELECT id, kind, statement_id, value, by, at, reason FROM old.correction;
INSERT INTO statement_row
  SELECT id, article_id, reading_id, number,
    json_extract(content_spans, '$[0][0]'),
    json_extract(content_spans, '$[0][1]') - json_extract(content_spans, '$[0][0]'),
    json_extract(source_spans, '$[0][0]'),
    json_extract(source_spans, '$[0][1]') - json_extract(source_spans, '$[0][0]'),
    json_extract(cue_spans, '$[0][0]'),
    json_extract(cue_spans, '$[0][1]') - json_extract(cue_spans, '$[0][0]'),
    json_extract(addressee_span, '$[0]'),
    json_extract(addressee_span, '$[1]') - json_extract(addressee_span, '$[0]'),
    nullif(json_patch(json_patch(
      iif(json_array_length(content_spans) > 1, json_object('content', json(content_spans)), '{}'),
      iif(json_array_length(source_spans) > 1, json_object('source', json(source_spans)), '{}')),
      iif(json_array_length(cue_spans) > 1, json_object('cue', json(cue_spans)), '{}')), '{}'),
    speaker_id, addressee_id, iif(speaker_id IS NULL, speaker, NULL), about,
    (SELECT id FROM term WHERE word = form), (SELECT id FROM term WHERE word = polarity),
    (SELECT id FROM term WHERE word = modality), within_id,
    (SELECT id FROM term WHERE word = evidence), probability, words_key >> 16, correction_id,
    low_half(check_sum)
  FROM old.statement ORDER BY id;
INSERT INTO supersession
  SELECT statement_id, by_statement_id, correction_id FROM old.supersession ORDER BY rowid;
INSERT INTO event_row
  SELECT id, article_id, reading_id, number, (SELECT id FROM term WHERE word = e.kind),
    (SELECT id FROM term WHERE word = e.mode), (SELECT id FROM term WHERE word = e.polarity),
    (SELECT id FROM term WHERE word = e.modality), statement_id,
    json_extract(trigger_spans, '$[0][0]'),
    json_extract(trigger_spans, '$[0][1]') - json_extract(trigger_spans, '$[0][0]'),
    json_extract(place_span, '$[0]'),
    json_extract(place_span, '$[1]') - json_extract(place_span, '$[0]'),
    json_extract(date_span, '$[0]'), json_extract(date_span, '$[1]') - json_extract(date_span, '$[0]'),
    iif(json_array_length(trigger_spans) > 1, json_object('trigger', json(trigger_spans)), NULL),
    date, (SELECT id FROM term WHERE word = e.precision),
    (SELECT id FROM term WHERE word = e.evidence), probability, low_half(check_sum)
  FROM old.event AS e ORDER BY id;
INSERT INTO event_participant
  SELECT event_id, row_number() OVER (PARTITION BY event_id ORDER BY id) - 1, role = 'recipient',
    entity_id, country, sector, start, end - start
  FROM old.participant WHERE event_id IS NOT NULL ORDER BY 1, 2;
INSERT INTO agreement
  SELECT id, article_id, reading_id, number, title, parties, term, subject, stage, stages, title_span,
    subject_span, evidence, probability, low_half(check_sum)
  FROM old.agreement ORDER BY id;
INSERT INTO agreement_party
  SELECT agreement_id, row_number() OVER (PARTITION BY agreement_id ORDER BY id) - 1, entity_id,
    country, sector, start, end - start
  FROM old.participant WHERE agreement_id IS NOT NULL ORDER BY 1, 2;
INSERT INTO identity
  SELECT id, entity_id, person_id, score, reason, correction_id FROM old.identity
  WHERE correction_id IS NOT NULL ORDER BY id;
INSERT INTO merge SELECT id, person_id, into_id, correction_id FROM old.merge ORDER BY id;
INSERT INTO statement_fts (statement_fts) VALUES ('rebuild');
