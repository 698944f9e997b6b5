package io.pureboot.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as a table for people. */
final class Table {
    private Table() {}

    static List<String> lines(List<Figure> figures) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-11s %-40s %-9s %12s %-6s %8s %8s  %s",
                "bench",
                "case",
                "state",
                "value",
                "",
                "ratio",
                "wanted",
                ""));
        for (Figure figure : figures) {
            Double ratio = figure.ratio();
            Double floor = figure.floor();
            String wanted = floor == null ? "" : (ratio == null ? "<= " : ">= ") + plain(floor);
            lines.add(String.format(
                            Locale.ROOT,
                            "%-11s %-40s %-9s %12s %-6s %8s %8s  %s",
                            figure.bench(),
                            figure.name(),
                            figure.state(),
                            plain(figure.value()),
                            figure.unit(),
                            ratio == null ? "" : String.format(Locale.ROOT, "%.2fx", ratio),
                            wanted,
                            verdict(figure))
                    .stripTrailing());
        }
        return lines;
    }

    private static String verdict(Figure figure) {
        Boolean met = figure.met();
        return met == null ? "" : met ? "reached" : "MISSED";
    }

    private static String plain(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.3f", number);
    }
}
