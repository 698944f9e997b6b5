package io.pureboot.controller.library.check;

import io.pureboot.controller.library.check.ArchiveCheck.Kept;
import io.pureboot.controller.library.text.Printable;
import java.util.List;

/** What a person reads at the end of a run. */
record Summary(
        CheckConfig config,
        boolean complete,
        int checked,
        int multiple,
        List<Kept> kept,
        Problems errors,
        int warnings) {

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(complete ? "Check complete" : "CHECK STOPPED EARLY")
                .append(config.dryRun() ? " (dry run, nothing was written)\n" : "\n");
        text.append("  archives checked              %d%n".formatted(checked));
        text.append("  images with several partitions %d%n".formatted(multiple));
        text.append("  images kept                   %d%n".formatted(kept.size()));
        for (Kept image : kept) {
            line(text, "    ", image.path());
            LayoutText.lines(image.layout()).forEach(line -> line(text, "      ", line));
            image.layout().doubts().forEach(doubt -> line(text, "      not sure: ", doubt));
        }
        text.append("  errors                        %d%n".formatted(errors.count()));
        errors.texts().forEach(error -> line(text, "    ", error));
        text.append("  warnings                      %d%n".formatted(warnings));
        if (!config.dryRun()) {
            text.append("  log                           %s%n".formatted(config.log()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String indent, String line) {
        text.append(indent).append(Printable.of(line)).append('\n');
    }
}
