package io.caravan.camel.jdbc;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The columns of one result, looked up once: drivers may ask the database for each of these. */
record Columns(List<String> names, List<Boolean> zonedTimes) {

    static Columns of(ResultSet rows) throws SQLException {
        ResultSetMetaData about = rows.getMetaData();
        List<String> names = new ArrayList<>();
        List<Boolean> zonedTimes = new ArrayList<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            names.add(about.getColumnLabel(i));
            zonedTimes.add(about.getColumnType(i) == Types.TIMESTAMP_WITH_TIMEZONE || about.getColumnTypeName(i).equalsIgnoreCase("timestamptz"));
        }
        return new Columns(names, zonedTimes);
    }
}
