package io.pureboot.controller.library.check;

import io.pureboot.controller.library.ImagesCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code images} as a process of its own, to be killed. */
public final class CheckProcess {
    private CheckProcess() {}

    public static void main(String[] arguments) {
        System.exit(ImagesCommand.line(arguments).execute(arguments));
    }

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CheckProcess.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    public static Process start(Path output, String... arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
