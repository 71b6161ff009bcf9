/**
 * Holds the reading and writing of tables in any database with a JDBC driver: generated or declared statements, values,
 * and what a database's refusal means. Uses connector, the reading port of cycle, and HikariCP. Never puts a value into
 * the text of a statement, and never a name without quotes.
 */
package io.caravan.camel.jdbc;
