package io.caravan.cli;

import io.caravan.operations.Quantity;
import io.caravan.operations.RecordList;

/** Records that nobody became. */
record RecordsResult(RecordList document) implements Tabular {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (!document.records().isEmpty()) {
            Table table = new Table("JOB", "RECORD", "PLACE", "WHY");
            document.records().forEach(record -> table.row(record.job(), record.key().isEmpty() ? "-" : record.key(), record.place(), record.why()));
            table.print(out);
            out.line();
        }
        out.line(document.records().isEmpty() ? "No such record." : Quantity.of(document.records().size(), "record") + ".");
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("job", "record", "place", "why", "since");
        document.records().forEach(record -> table.row(record.job(), record.key(), record.place(), record.why(), record.since().orElse("")));
        return table;
    }
}
