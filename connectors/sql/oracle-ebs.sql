-- The contract between Oracle E-Business Suite and Caravan: who works here, one row for each period of service or placement. docs/how-to/connect-sap-oracle-or-peoplesoft.md says how it is read.
--
-- Reads PER_PERIODS_OF_SERVICE, PER_PERIODS_OF_PLACEMENT, PER_ALL_PEOPLE_F, PER_ALL_ASSIGNMENTS_F, PER_ASSIGNMENT_STATUS_TYPES, HR_ALL_ORGANIZATION_UNITS and
-- PER_JOBS; a user that may select from these seven is enough. Nothing else is read: no date of birth, no address, no pay.
--
-- To be run once by whoever administers the database. What Oracle writes differently from PostgreSQL stands in the first view alone. Executed on PostgreSQL by the
-- project's tests with tables shaped like Oracle's. Not tried on Oracle.
--
-- A row of a table with _F counts from EFFECTIVE_START_DATE to EFFECTIVE_END_DATE; 4712-12-31 is no end. A person is employed from DATE_START to
-- ACTUAL_TERMINATION_DATE, whatever the assignment says: it stays until the final process date. A hire that was cancelled is gone from the periods.

-- today: what counts as today; ahead: periods that begin later are not shown yet; back: periods that ended before are not shown any more
-- Oracle: SELECT TRUNC(SYSDATE) AS "today", TRUNC(SYSDATE) + 180 AS "ahead", TRUNC(SYSDATE) - 730 AS "back" FROM DUAL
CREATE VIEW "caravan_today" AS
SELECT CURRENT_DATE AS "today", CURRENT_DATE + 180 AS "ahead", CURRENT_DATE - 730 AS "back";

-- record_key is that of the row. What is true today, or on the first day of an employment that is ahead, has that of the employment and no valid_from; what will be true
-- from a later day on is a row of its own with that day. All of an employment have one employment_key.
CREATE VIEW "caravan_worker_dated" AS
WITH
period AS (
  SELECT 'E' AS kind, PERIOD_OF_SERVICE_ID AS period_id, PERSON_ID AS person_id, DATE_START AS first_day,
         COALESCE(ACTUAL_TERMINATION_DATE, DATE '4712-12-31') AS last_day, LAST_UPDATE_DATE AS updated_at
  FROM PER_PERIODS_OF_SERVICE
  UNION ALL
  SELECT 'C', PERIOD_OF_PLACEMENT_ID, PERSON_ID, DATE_START, COALESCE(ACTUAL_TERMINATION_DATE, DATE '4712-12-31'), LAST_UPDATE_DATE
  FROM PER_PERIODS_OF_PLACEMENT),
-- It is shown as of today; one that is ahead as of its first day, one that is over as of its last.
seen AS (
  SELECT s.kind, s.period_id, s.person_id, s.first_day, s.last_day,
         CASE WHEN t."today" < s.first_day THEN s.first_day WHEN t."today" > s.last_day THEN s.last_day ELSE t."today" END AS as_of
  FROM period s CROSS JOIN "caravan_today" t
  WHERE s.first_day <= t."ahead" AND s.last_day >= t."back"),
-- And as of each day on which something else will be true of it.
later_row AS (
  SELECT PERSON_ID AS person_id, EFFECTIVE_START_DATE AS begins FROM PER_ALL_PEOPLE_F
  UNION ALL SELECT PERSON_ID, EFFECTIVE_START_DATE FROM PER_ALL_ASSIGNMENTS_F WHERE PRIMARY_FLAG = 'Y' AND ASSIGNMENT_TYPE IN ('E', 'C')),
shown AS (
  SELECT n.kind, n.period_id, n.person_id, n.first_day, n.last_day, n.as_of, 'N' AS later FROM seen n
  UNION
  SELECT n.kind, n.period_id, n.person_id, n.first_day, n.last_day, d.begins, 'Y'
  FROM seen n JOIN later_row d ON d.person_id = n.person_id AND d.begins > n.as_of AND d.begins <= n.last_day
  JOIN "caravan_today" t ON d.begins <= t."ahead"),
-- Of several assignments the primary one. Rows that are no leave count the stretches of leave.
assignment_row AS (
  SELECT a.ASSIGNMENT_ID AS assignment_id, a.ASSIGNMENT_TYPE AS kind, a.PERSON_ID AS person_id, a.EFFECTIVE_START_DATE AS begins, a.EFFECTIVE_END_DATE AS ends,
         a.ORGANIZATION_ID AS organization_id, a.JOB_ID AS job_id, a.LOCATION_ID AS location_id, a.SUPERVISOR_ID AS supervisor_id, y.PER_SYSTEM_STATUS AS system_status,
         SUM(CASE WHEN y.PER_SYSTEM_STATUS IN ('SUSP_ASSIGN', 'SUSP_CWK_ASG') THEN 0 ELSE 1 END)
           OVER (PARTITION BY a.ASSIGNMENT_ID ORDER BY a.EFFECTIVE_START_DATE) AS stretch
  FROM PER_ALL_ASSIGNMENTS_F a JOIN PER_ASSIGNMENT_STATUS_TYPES y ON y.ASSIGNMENT_STATUS_TYPE_ID = a.ASSIGNMENT_STATUS_TYPE_ID
  WHERE a.PRIMARY_FLAG = 'Y' AND a.ASSIGNMENT_TYPE IN ('E', 'C')),
leave_stretch AS (
  SELECT r.kind, r.person_id, r.assignment_id, r.stretch, MIN(r.begins) AS leave_from, MAX(r.ends) AS leave_until
  FROM assignment_row r
  WHERE r.system_status IN ('SUSP_ASSIGN', 'SUSP_CWK_ASG')
  GROUP BY r.kind, r.person_id, r.assignment_id, r.stretch),
-- The leave that is under way, or the next.
next_leave AS (
  SELECT n.kind, n.period_id, MIN(l.leave_from) AS leave_from, MIN(l.leave_until) AS leave_until
  FROM seen n JOIN leave_stretch l ON l.kind = n.kind AND l.person_id = n.person_id AND l.leave_until >= n.as_of AND l.leave_from <= n.last_day
  GROUP BY n.kind, n.period_id),
dated_row AS (
  SELECT person_id, first_day AS begins, last_day AS ends, updated_at FROM period
  UNION ALL SELECT PERSON_ID, EFFECTIVE_START_DATE, EFFECTIVE_END_DATE, LAST_UPDATE_DATE FROM PER_ALL_PEOPLE_F
  UNION ALL SELECT PERSON_ID, EFFECTIVE_START_DATE, EFFECTIVE_END_DATE, LAST_UPDATE_DATE FROM PER_ALL_ASSIGNMENTS_F),
-- When something changed last: typed, begun, or ended.
stamp AS (
  SELECT d.person_id, MAX(GREATEST(d.updated_at, CASE WHEN d.begins <= t."today" THEN d.begins ELSE d.updated_at END,
                                   CASE WHEN d.ends < t."today" THEN d.ends + INTERVAL '1' DAY ELSE d.updated_at END)) AS changed_at
  FROM dated_row d CROSS JOIN "caravan_today" t
  GROUP BY d.person_id)
SELECT s.kind || CAST(s.period_id AS VARCHAR(20)) || CASE WHEN s.later = 'Y' THEN '@' || TO_CHAR(s.as_of, 'YYYYMMDD') ELSE '' END AS "record_key",
       s.kind || CAST(s.period_id AS VARCHAR(20)) AS "employment_key",
       CASE WHEN s.later = 'Y' THEN s.as_of ELSE NULL END AS "valid_from",
       CAST(s.person_id AS VARCHAR(20)) AS "person_id",
       CASE WHEN s.kind = 'E' THEN p.EMPLOYEE_NUMBER ELSE p.NPW_NUMBER END AS "worker_number",
       p.FIRST_NAME AS "first_name",
       p.MIDDLE_NAMES AS "middle_name",
       p.LAST_NAME AS "last_name",
       p.KNOWN_AS AS "preferred_name",
       CASE WHEN s.kind = 'E' THEN 'employee' ELSE 'contingent' END AS "worker_type",
       CASE WHEN a.system_status IS NULL OR a.system_status IN ('ACTIVE_ASSIGN', 'ACTIVE_CWK', 'SUSP_ASSIGN', 'SUSP_CWK_ASG') THEN 'active'
            WHEN a.system_status IN ('TERM_ASSIGN', 'TERM_CWK_ASG', 'END') THEN 'terminated' ELSE a.system_status END AS "status",
       s.first_day AS "start_date",
       s.last_day AS "end_date",
       l.leave_from AS "leave_from",
       l.leave_until AS "leave_until",
       CASE WHEN s.kind = 'E' THEN 'Y' ELSE 'N' END AS "primary_job",
       CAST(a.organization_id AS VARCHAR(20)) AS "department_code",
       o.NAME AS "department",
       j.NAME AS "job",
       CAST(a.location_id AS VARCHAR(20)) AS "location",
       CAST(a.supervisor_id AS VARCHAR(20)) AS "manager_id",
       p.EMAIL_ADDRESS AS "email",
       c.changed_at AS "changed_at"
FROM shown s
JOIN stamp c ON c.person_id = s.person_id
LEFT JOIN next_leave l ON l.kind = s.kind AND l.period_id = s.period_id
LEFT JOIN PER_ALL_PEOPLE_F p ON p.PERSON_ID = s.person_id AND s.as_of BETWEEN p.EFFECTIVE_START_DATE AND p.EFFECTIVE_END_DATE
LEFT JOIN assignment_row a ON a.kind = s.kind AND a.person_id = s.person_id AND s.as_of BETWEEN a.begins AND a.ends
LEFT JOIN HR_ALL_ORGANIZATION_UNITS o ON o.ORGANIZATION_ID = a.organization_id
LEFT JOIN PER_JOBS j ON j.JOB_ID = a.job_id;

-- The same as of today only, for a mapping without asOf.
CREATE VIEW "caravan_worker" AS
SELECT * FROM "caravan_worker_dated" WHERE "valid_from" IS NULL;
