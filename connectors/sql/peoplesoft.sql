-- The contract between PeopleSoft HCM and Caravan: who works here, one row for each employment. docs/how-to/connect-sap-oracle-or-peoplesoft.md says how it is read.
--
-- Reads PS_JOB, PS_NAMES, PS_EMAIL_ADDRESSES, PS_PERSON and PS_DEPT_TBL; a user that may select from these five is enough. Nothing else is read: no date of birth,
-- no address, no pay.
--
-- To be run once by whoever administers the database. What Oracle writes differently from PostgreSQL stands in the first view alone. Executed on PostgreSQL by the
-- project's tests with tables shaped like PeopleSoft's. Not tried on Oracle, Db2 or SQL Server; on SQL Server, x - INTERVAL '1' DAY is DATEADD(day, -1, x), and || is +.
--
-- A row of PS_JOB counts from EFFDT until the next EFFDT of the same EMPLID and EMPL_RCD; of several on one day the highest EFFSEQ. Keys are padded with blanks, and a
-- blank is nothing. HR_STATUS: A works here, I does not. EMPL_STATUS: L, P and S are leaves.

-- today: what counts as today; ahead: employments that begin later are not shown yet; back: employments that ended before are not shown any more
-- Oracle: SELECT TRUNC(SYSDATE) AS "today", TRUNC(SYSDATE) + 180 AS "ahead", TRUNC(SYSDATE) - 730 AS "back" FROM DUAL
CREATE VIEW "caravan_today" AS
SELECT CURRENT_DATE AS "today", CURRENT_DATE + 180 AS "ahead", CURRENT_DATE - 730 AS "back";

-- record_key is that of the row. What is true today, or on the first day of an employment that is ahead, has that of the employment and no valid_from; what will be true
-- from a later day on is a row of its own with that day. All of an employment have one employment_key.
CREATE VIEW "caravan_worker_dated" AS
WITH
last_of_day AS (
  SELECT EMPLID AS emplid, EMPL_RCD AS empl_rcd, EFFDT AS effdt, PER_ORG AS per_org, HR_STATUS AS hr_status, EMPL_STATUS AS empl_status, JOB_INDICATOR AS job_indicator,
         COMPANY AS company, SETID_DEPT AS setid_dept, DEPTID AS deptid, JOBCODE AS jobcode, LOCATION AS location, SUPERVISOR_ID AS supervisor_id,
         ROW_NUMBER() OVER (PARTITION BY EMPLID, EMPL_RCD, EFFDT ORDER BY EFFSEQ DESC) AS nth
  FROM PS_JOB),
-- Until when each counts (the first day on which it does not). Inactive rows count the employments of one job; rows that are no leave count the stretches of leave.
job_row AS (
  SELECT d.emplid, d.empl_rcd, d.effdt, d.per_org, d.hr_status, d.empl_status, d.job_indicator, d.company, d.setid_dept, d.deptid, d.jobcode, d.location, d.supervisor_id,
         COALESCE(LEAD(d.effdt) OVER (PARTITION BY d.emplid, d.empl_rcd ORDER BY d.effdt), DATE '9999-12-31') AS next_day,
         SUM(CASE WHEN d.hr_status = 'I' THEN 1 ELSE 0 END) OVER (PARTITION BY d.emplid, d.empl_rcd ORDER BY d.effdt) AS spell,
         SUM(CASE WHEN d.empl_status IN ('L', 'P', 'S') THEN 0 ELSE 1 END) OVER (PARTITION BY d.emplid, d.empl_rcd ORDER BY d.effdt) AS stretch
  FROM last_of_day d
  WHERE d.nth = 1),
spell AS (
  SELECT r.emplid, r.empl_rcd, r.spell, MIN(r.effdt) AS first_day, MAX(r.next_day) - INTERVAL '1' DAY AS last_day
  FROM job_row r
  WHERE COALESCE(r.hr_status, '?') <> 'I'
  GROUP BY r.emplid, r.empl_rcd, r.spell),
-- It is shown as of today; one that is ahead as of its first day, one that is over as of its last.
seen AS (
  SELECT s.emplid, s.empl_rcd, s.spell, s.first_day, s.last_day,
         CASE WHEN t."today" < s.first_day THEN s.first_day WHEN t."today" > s.last_day THEN s.last_day ELSE t."today" END AS as_of
  FROM spell s CROSS JOIN "caravan_today" t
  WHERE s.first_day <= t."ahead" AND s.last_day >= t."back"),
-- And as of each day on which something else will be true of it.
later_row AS (
  SELECT r.emplid, r.empl_rcd, r.effdt FROM job_row r
  UNION ALL SELECT n.EMPLID, j.empl_rcd, n.EFFDT FROM PS_NAMES n JOIN job_row j ON j.emplid = n.EMPLID WHERE n.EFF_STATUS = 'A'),
shown AS (
  SELECT n.emplid, n.empl_rcd, n.spell, n.first_day, n.last_day, n.as_of, 'N' AS later FROM seen n
  UNION
  SELECT n.emplid, n.empl_rcd, n.spell, n.first_day, n.last_day, d.effdt, 'Y'
  FROM seen n JOIN later_row d ON d.emplid = n.emplid AND d.empl_rcd = n.empl_rcd AND d.effdt > n.as_of AND d.effdt <= n.last_day
  JOIN "caravan_today" t ON d.effdt <= t."ahead"),
leave_stretch AS (
  SELECT r.emplid, r.empl_rcd, r.spell, r.stretch, MIN(r.effdt) AS leave_from, MAX(r.next_day) - INTERVAL '1' DAY AS leave_until
  FROM job_row r
  WHERE r.empl_status IN ('L', 'P', 'S') AND COALESCE(r.hr_status, '?') <> 'I'
  GROUP BY r.emplid, r.empl_rcd, r.spell, r.stretch),
-- The leave that is under way, or the next.
next_leave AS (
  SELECT n.emplid, n.empl_rcd, n.spell, MIN(l.leave_from) AS leave_from, MIN(l.leave_until) AS leave_until
  FROM seen n JOIN leave_stretch l ON l.emplid = n.emplid AND l.empl_rcd = n.empl_rcd AND l.spell = n.spell AND l.leave_until >= n.as_of
  GROUP BY n.emplid, n.empl_rcd, n.spell),
dated_row AS (
  SELECT EMPLID AS emplid, EFFDT AS begins, LASTUPDDTTM AS updated_at FROM PS_JOB
  UNION ALL SELECT EMPLID, EFFDT, LASTUPDDTTM FROM PS_NAMES
  UNION ALL SELECT EMPLID, CAST(NULL AS DATE), LAST_CHILD_UPDDTM FROM PS_PERSON),
-- When something changed last: typed, or begun. LAST_CHILD_UPDDTM is what PeopleSoft sets when anything about the person was changed, addresses of e-mail among it.
stamp AS (
  SELECT d.emplid, MAX(GREATEST(d.updated_at, CASE WHEN d.begins <= t."today" THEN d.begins ELSE d.updated_at END)) AS changed_at
  FROM dated_row d CROSS JOIN "caravan_today" t
  GROUP BY d.emplid),
name_row AS (
  SELECT n.EMPLID AS emplid, n.NAME_TYPE AS name_type, n.EFFDT AS effdt, n.FIRST_NAME AS first_name, n.MIDDLE_NAME AS middle_name, n.LAST_NAME AS last_name,
         COALESCE(LEAD(n.EFFDT) OVER (PARTITION BY n.EMPLID, n.NAME_TYPE ORDER BY n.EFFDT), DATE '9999-12-31') AS next_day
  FROM PS_NAMES n
  WHERE n.EFF_STATUS = 'A'),
department_row AS (
  SELECT e.SETID AS setid, e.DEPTID AS deptid, e.EFFDT AS effdt, e.DESCR AS descr,
         COALESCE(LEAD(e.EFFDT) OVER (PARTITION BY e.SETID, e.DEPTID ORDER BY e.EFFDT), DATE '9999-12-31') AS next_day
  FROM PS_DEPT_TBL e)
SELECT TRIM(s.emplid) || '-' || CAST(s.empl_rcd AS VARCHAR(9)) || '-' || CAST(s.spell AS VARCHAR(9)) || CASE WHEN s.later = 'Y' THEN '@' || TO_CHAR(s.as_of, 'YYYYMMDD') ELSE '' END AS "record_key",
       TRIM(s.emplid) || '-' || CAST(s.empl_rcd AS VARCHAR(9)) || '-' || CAST(s.spell AS VARCHAR(9)) AS "employment_key",
       CASE WHEN s.later = 'Y' THEN s.as_of ELSE NULL END AS "valid_from",
       TRIM(s.emplid) AS "person_id",
       TRIM(s.emplid) AS "worker_number",
       NULLIF(TRIM(n.first_name), '') AS "first_name",
       NULLIF(TRIM(n.middle_name), '') AS "middle_name",
       NULLIF(TRIM(n.last_name), '') AS "last_name",
       NULLIF(TRIM(f.first_name), '') AS "preferred_name",
       NULLIF(TRIM(j.per_org), '') AS "worker_type",                         -- EMP employee, CWR contingent worker, POI person of interest
       CASE WHEN j.hr_status = 'A' THEN 'active' ELSE j.hr_status END AS "status",
       s.first_day AS "start_date",
       s.last_day AS "end_date",
       l.leave_from AS "leave_from",
       l.leave_until AS "leave_until",
       CASE WHEN j.job_indicator = 'P' THEN 'Y' ELSE 'N' END AS "primary_job",
       NULLIF(TRIM(j.company), '') AS "company",
       NULLIF(TRIM(j.deptid), '') AS "department_code",
       NULLIF(TRIM(d.descr), '') AS "department",
       NULLIF(TRIM(j.jobcode), '') AS "job_code",
       NULLIF(TRIM(j.location), '') AS "location",
       NULLIF(TRIM(j.supervisor_id), '') AS "manager_id",
       NULLIF(TRIM(m.EMAIL_ADDR), '') AS "email",
       c.changed_at AS "changed_at"
FROM shown s
JOIN job_row j ON j.emplid = s.emplid AND j.empl_rcd = s.empl_rcd AND s.as_of >= j.effdt AND s.as_of < j.next_day
JOIN stamp c ON c.emplid = s.emplid
LEFT JOIN next_leave l ON l.emplid = s.emplid AND l.empl_rcd = s.empl_rcd AND l.spell = s.spell
LEFT JOIN name_row n ON n.emplid = s.emplid AND n.name_type = 'PRI' AND s.as_of >= n.effdt AND s.as_of < n.next_day
LEFT JOIN name_row f ON f.emplid = s.emplid AND f.name_type = 'PRF' AND s.as_of >= f.effdt AND s.as_of < f.next_day
LEFT JOIN PS_EMAIL_ADDRESSES m ON m.EMPLID = s.emplid AND m.E_ADDR_TYPE = 'BUSN'
LEFT JOIN department_row d ON d.setid = j.setid_dept AND d.deptid = j.deptid AND s.as_of >= d.effdt AND s.as_of < d.next_day;

-- The same as of today only, for a mapping without asOf.
CREATE VIEW "caravan_worker" AS
SELECT * FROM "caravan_worker_dated" WHERE "valid_from" IS NULL;
