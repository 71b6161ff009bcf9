package io.caravan.cli;

/** A result that can also be had as a page to print. */
interface Report extends Tabular {

    ReportPage page();
}
