package io.pureboot.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of servers that this program starts: the same JVM, class path and options as {@code ./pureboot
 * controller} and {@code ./pureboot node} have.
 */
public final class Jvm {
    private static final String MAIN = "io.pureboot.launch.Pureboot";

    private final Path java;
    private final String classPath;
    private final Path options;

    private Jvm(Path java, String classPath, Path options) {
        this.java = java;
        this.classPath = classPath;
        this.options = options;
    }

    /** Like the running one; the launcher says where the option files are in {@code pureboot.app}. */
    public static Jvm running() {
        String app = System.getProperty("pureboot.app");
        if (app == null) {
            throw new IllegalStateException("start this with ./pureboot: the property pureboot.app is missing");
        }
        return new Jvm(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Path.of(app));
    }

    /** A command's process, with its arguments. */
    public ProcessBuilder tool(List<String> arguments) {
        String file =
                arguments.size() > 1 && arguments.subList(0, 2).equals(List.of("images", "check")) ? "check" : "tool";
        List<String> argv = new ArrayList<>(List.of(java.toString(), "@" + options.resolve(file + ".options")));
        argv.addAll(List.of("-cp", classPath, MAIN));
        argv.addAll(arguments);
        return new ProcessBuilder(argv);
    }

    /** A server's process: {@code kind} is {@code controller} or {@code node}, which names its option file too. */
    public ProcessBuilder server(String kind, List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of(java.toString(), "@" + options.resolve(kind + ".options")));
        Path cache = options.resolve(kind + ".aot");
        if (Files.exists(cache)) {
            argv.add("-XX:AOTCache=" + cache);
        }
        argv.addAll(List.of("-cp", classPath, MAIN, kind));
        argv.addAll(arguments);
        return new ProcessBuilder(argv);
    }
}
