-- Where Caravan writes addresses for the HR system to take over: a staging table, and a view that shows what stands in HR or is on its way there.
-- Run it after one of the views of people in this folder. The user of Caravan may insert into "caravan_inbox" and select from "caravan_contact", and nothing else.
--
-- The job that takes over belongs to HR (SAP: BAPI_EMPLOYEE_ENQUEUE and HR_INFOTYPE_OPERATION on PA0105; Oracle: HR_PERSON_API.UPDATE_PERSON; PeopleSoft: a component
-- interface). It goes through the rows with "taken" = 'N' in the order of "number", and writes Y when it has taken one over, R when it has refused it.
-- Identity columns are those of the SQL standard: PostgreSQL, Oracle from 12.1, Db2, HANA.

CREATE TABLE "caravan_inbox" (
  "number"     INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "record_key" VARCHAR(60) NOT NULL,
  "email"      VARCHAR(254),
  "written_at" TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "taken"      VARCHAR(1) DEFAULT 'N' NOT NULL);

CREATE VIEW "caravan_contact" AS
SELECT w."record_key" AS "record_key",
       CASE WHEN i."record_key" IS NULL THEN w."email" ELSE i."email" END AS "email"
FROM "caravan_worker" w
LEFT JOIN (SELECT n."record_key", n."email" FROM "caravan_inbox" n
           WHERE n."number" = (SELECT MAX(m."number") FROM "caravan_inbox" m WHERE m."record_key" = n."record_key" AND m."taken" = 'N')) i
  ON i."record_key" = w."record_key";
