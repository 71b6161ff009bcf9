-- The contract between SAP HCM and Caravan: who works here, one row for each employment. docs/how-to/connect-sap-oracle-or-peoplesoft.md says how it is read.
--
-- Reads PA0000 (actions), PA0001 (organisational assignment), PA0002 (personal data), PA0105 subtypes 0001 and 0010 (communication) and PA0709 (person);
-- a user that may select from these five is enough. Nothing else is read: no date of birth, no address, no pay.
--
-- To be run once by whoever administers the database, as a user whose name is set before the tables (here none). What each database writes differently stands
-- in the first view alone; the second is the same everywhere that has WITH and OVER: HANA, Oracle, Db2, PostgreSQL. Executed on PostgreSQL by the project's tests
-- with tables shaped like SAP's. Not tried on HANA or Oracle. On SQL Server, || is written + and VARCHAR stays.
--
-- Dates are SAP's own texts, YYYYMMDD; 99991231 is no end. A row of an infotype counts from BEGDA to ENDDA; a locked one (SPRPS = 'X') does not.
-- STAT2: 0 withdrawn, 1 inactive (here: on leave), 2 retired (here: left), 3 active. What is none of them stays as it stands and is told as a mistake, not guessed.

-- today:  what counts as today
-- ahead:  employments that begin later than this are not shown yet
-- back:   employments that ended before this are not shown any more
-- client: MANDT
-- HANA:   SELECT TO_DATS(CURRENT_DATE) AS "today", TO_DATS(ADD_DAYS(CURRENT_DATE, 180)) AS "ahead", TO_DATS(ADD_DAYS(CURRENT_DATE, -730)) AS "back", '100' AS "client" FROM DUMMY
-- Oracle: SELECT TO_CHAR(SYSDATE, 'YYYYMMDD') AS "today", TO_CHAR(SYSDATE + 180, 'YYYYMMDD') AS "ahead", TO_CHAR(SYSDATE - 730, 'YYYYMMDD') AS "back", '100' AS "client" FROM DUAL
CREATE VIEW "caravan_today" AS
SELECT TO_CHAR(CURRENT_DATE, 'YYYYMMDD') AS "today",
       TO_CHAR(CURRENT_DATE + 180, 'YYYYMMDD') AS "ahead",
       TO_CHAR(CURRENT_DATE - 730, 'YYYYMMDD') AS "back",
       '100' AS "client";

-- record_key is that of the row. What is true today, or on the first day of an employment that is ahead, has that of the employment and no valid_from; what will be true
-- from a later day on is a row of its own with that day. All of an employment have one employment_key.
CREATE VIEW "caravan_worker_dated" AS
WITH
-- What happened, in order. Withdrawn rows count the employments of one PERNR; rows that are no leave count the stretches of leave.
action_row AS (
  SELECT a.PERNR AS pernr, a.BEGDA AS begda, a.ENDDA AS endda, COALESCE(a.STAT2, '?') AS stat2,
         SUM(CASE WHEN a.STAT2 IN ('0', '2') THEN 1 ELSE 0 END) OVER (PARTITION BY a.PERNR ORDER BY a.BEGDA) AS spell,
         SUM(CASE WHEN a.STAT2 = '1' THEN 0 ELSE 1 END) OVER (PARTITION BY a.PERNR ORDER BY a.BEGDA) AS stretch
  FROM PA0000 a CROSS JOIN "caravan_today" t
  WHERE a.MANDT = t."client" AND a.SPRPS <> 'X'),
-- An employment: from the hire to the day before the next withdrawal.
spell AS (
  SELECT r.pernr, r.spell, MIN(r.begda) AS first_day, MAX(r.endda) AS last_day
  FROM action_row r
  WHERE r.stat2 NOT IN ('0', '2')
  GROUP BY r.pernr, r.spell),
-- It is shown as of today; one that is ahead as of its first day, one that is over as of its last.
seen AS (
  SELECT s.pernr, s.spell, s.first_day, s.last_day,
         CASE WHEN t."today" < s.first_day THEN s.first_day WHEN t."today" > s.last_day THEN s.last_day ELSE t."today" END AS as_of
  FROM spell s CROSS JOIN "caravan_today" t
  WHERE s.first_day <= t."ahead" AND s.last_day >= t."back"),
-- And as of each day on which something else will be true of it.
later_row AS (
  SELECT MANDT AS mandt, PERNR AS pernr, BEGDA AS begda FROM PA0001 WHERE SPRPS <> 'X'
  UNION ALL SELECT MANDT, PERNR, BEGDA FROM PA0002 WHERE SPRPS <> 'X'
  UNION ALL SELECT MANDT, PERNR, BEGDA FROM PA0105 WHERE SPRPS <> 'X' AND SUBTY IN ('0001', '0010')),
shown AS (
  SELECT n.pernr, n.spell, n.first_day, n.last_day, n.as_of, 'N' AS later FROM seen n
  UNION
  SELECT n.pernr, n.spell, n.first_day, n.last_day, d.begda, 'Y'
  FROM seen n JOIN later_row d ON d.pernr = n.pernr AND d.begda > n.as_of AND d.begda <= n.last_day
  JOIN "caravan_today" t ON d.mandt = t."client" AND d.begda <= t."ahead"),
leave_stretch AS (
  SELECT r.pernr, r.spell, r.stretch, MIN(r.begda) AS leave_from, MAX(r.endda) AS leave_until
  FROM action_row r
  WHERE r.stat2 = '1'
  GROUP BY r.pernr, r.spell, r.stretch),
-- The leave that is under way, or the next.
next_leave AS (
  SELECT n.pernr, n.spell, MIN(l.leave_from) AS leave_from, MIN(l.leave_until) AS leave_until
  FROM seen n JOIN leave_stretch l ON l.pernr = n.pernr AND l.spell = n.spell AND l.leave_until >= n.as_of
  GROUP BY n.pernr, n.spell),
infotype_row AS (
  SELECT MANDT AS mandt, PERNR AS pernr, BEGDA AS begda, ENDDA AS endda, AEDTM AS aedtm FROM PA0000
  UNION ALL SELECT MANDT, PERNR, BEGDA, ENDDA, AEDTM FROM PA0001
  UNION ALL SELECT MANDT, PERNR, BEGDA, ENDDA, AEDTM FROM PA0002
  UNION ALL SELECT MANDT, PERNR, BEGDA, ENDDA, AEDTM FROM PA0105),
-- When something changed last: typed (AEDTM is a day, and no time), begun, or ended.
stamp AS (
  SELECT i.pernr, MAX(GREATEST(COALESCE(i.aedtm, '00000000'), CASE WHEN i.begda <= t."today" THEN i.begda ELSE '00000000' END,
                               CASE WHEN i.endda < t."today" THEN i.endda ELSE '00000000' END)) AS changed_at
  FROM infotype_row i CROSS JOIN "caravan_today" t
  WHERE i.mandt = t."client"
  GROUP BY i.pernr)
SELECT s.pernr || '-' || CAST(s.spell AS VARCHAR(9)) || CASE WHEN s.later = 'Y' THEN '@' || s.as_of ELSE '' END AS "record_key",
       s.pernr || '-' || CAST(s.spell AS VARCHAR(9)) AS "employment_key",
       CASE WHEN s.later = 'Y' THEN s.as_of ELSE NULL END AS "valid_from",
       COALESCE(NULLIF(TRIM(x.PERSONID_EXT), ''), s.pernr) AS "person_id",   -- one person with several PERNR: concurrent employment, a change of country
       s.pernr AS "worker_number",
       NULLIF(TRIM(p.VORNA), '') AS "first_name",
       NULLIF(TRIM(p.MIDNM), '') AS "middle_name",
       NULLIF(TRIM(p.NACHN), '') AS "last_name",
       NULLIF(TRIM(p.RUFNM), '') AS "preferred_name",
       NULLIF(TRIM(o.PERSG), '') AS "worker_type",                           -- employee group: 1 active, 9 external, or your own
       CASE WHEN r.stat2 IN ('1', '3') THEN 'active' ELSE r.stat2 END AS "status",
       s.first_day AS "start_date",
       s.last_day AS "end_date",
       l.leave_from AS "leave_from",
       l.leave_until AS "leave_until",
       'Y' AS "primary_job",                                                 -- SAP says that in infotype 0712, which is not read: of several PERNR the later one counts
       NULLIF(TRIM(o.BUKRS), '') AS "company",
       NULLIF(TRIM(o.ORGEH), '') AS "department_code",
       NULLIF(TRIM(o.KOSTL), '') AS "cost_center",
       NULLIF(TRIM(o.STELL), '') AS "job_code",
       NULLIF(TRIM(o.WERKS), '') AS "location",
       NULLIF(TRIM(m.USRID_LONG), '') AS "email",
       NULLIF(TRIM(u.USRID), '') AS "user_name",
       c.changed_at AS "changed_at"
FROM shown s
CROSS JOIN "caravan_today" t
JOIN action_row r ON r.pernr = s.pernr AND s.as_of BETWEEN r.begda AND r.endda
JOIN stamp c ON c.pernr = s.pernr
LEFT JOIN next_leave l ON l.pernr = s.pernr AND l.spell = s.spell
LEFT JOIN PA0001 o ON o.MANDT = t."client" AND o.PERNR = s.pernr AND o.SPRPS <> 'X' AND s.as_of BETWEEN o.BEGDA AND o.ENDDA
LEFT JOIN PA0002 p ON p.MANDT = t."client" AND p.PERNR = s.pernr AND p.SPRPS <> 'X' AND s.as_of BETWEEN p.BEGDA AND p.ENDDA
LEFT JOIN PA0105 m ON m.MANDT = t."client" AND m.PERNR = s.pernr AND m.SPRPS <> 'X' AND m.SUBTY = '0010' AND s.as_of BETWEEN m.BEGDA AND m.ENDDA
LEFT JOIN PA0105 u ON u.MANDT = t."client" AND u.PERNR = s.pernr AND u.SPRPS <> 'X' AND u.SUBTY = '0001' AND s.as_of BETWEEN u.BEGDA AND u.ENDDA
LEFT JOIN PA0709 x ON x.MANDT = t."client" AND x.PERNR = s.pernr AND s.as_of BETWEEN x.BEGDA AND x.ENDDA;

-- The same as of today only, for a mapping without asOf.
CREATE VIEW "caravan_worker" AS
SELECT * FROM "caravan_worker_dated" WHERE "valid_from" IS NULL;
