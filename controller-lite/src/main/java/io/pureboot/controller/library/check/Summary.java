package io.pureboot.controller.library.check;

import io.pureboot.controller.library.check.ArchiveCheck.Kept;
import java.util.List;

/** What a person reads at the end of a run. */
record Summary(
        CheckConfig config, boolean complete, int checked, int multiple, List<Kept> kept, int errors, int warnings) {

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(complete ? "Check complete" : "CHECK STOPPED EARLY")
                .append(config.dryRun() ? " (dry run, nothing was written)\n" : "\n");
        text.append("  archives checked              %d%n".formatted(checked));
        text.append("  images with several partitions %d%n".formatted(multiple));
        text.append("  images kept                   %d%n".formatted(kept.size()));
        for (Kept image : kept) {
            text.append("    ").append(image.path()).append('\n');
            LayoutText.lines(image.layout())
                    .forEach(line -> text.append("      ").append(line).append('\n'));
            image.layout()
                    .doubts()
                    .forEach(doubt ->
                            text.append("      not sure: ").append(doubt).append('\n'));
        }
        text.append("  errors                        %d%n".formatted(errors));
        text.append("  warnings                      %d%n".formatted(warnings));
        if (!config.dryRun()) {
            text.append("  log                           %s%n".formatted(config.log()));
        }
        return text.toString();
    }
}
