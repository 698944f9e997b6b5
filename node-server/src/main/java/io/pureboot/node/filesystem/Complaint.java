package io.pureboot.node.filesystem;

import io.pureboot.linux.process.CommandResult;

/** What a tool said of its failure, in one line. */
final class Complaint {
    private Complaint() {}

    static String lastLine(CommandResult result) {
        String text = result.errorText().strip();
        return text.isEmpty()
                ? "exit code " + result.exitCode()
                : text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\.$", "");
    }
}
