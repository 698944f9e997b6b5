package io.pureboot.image;

import io.pureboot.demo.RefusedException;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Debian 13's archives, by way of the mirror this machine's apt is set up with, whatever release the machine itself runs.
 * apt works in a folder of its own with no package installed: the machine's own packages are neither asked nor changed.
 */
final class DebianArchive {
    private static final String SUITE = "trixie";
    private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
    private static final Duration DOWNLOAD = Duration.ofMinutes(30);

    private final CommandRunner runner;
    private final Path folder;

    DebianArchive(CommandRunner runner, Path folder) {
        this.runner = runner;
        this.folder = folder;
    }

    /** Fetches one package to {@code file}; apt checks its hash. */
    void fetch(LockedPackage wanted, Path file) throws IOException {
        String base = mirrors().get(wanted.archive());
        if (base == null) {
            throw new RefusedException("apt on this machine has no mirror of the archive " + wanted.archive());
        }
        CommandResult got = runner.run(Command.of(
                        "/usr/lib/apt/apt-helper",
                        "download-file",
                        base + wanted.path().replace("+", "%2b").replace("~", "%7e"),
                        file.toString(),
                        "SHA256:" + wanted.sha256())
                .within(DOWNLOAD));
        if (!got.ok()) {
            Files.deleteIfExists(file);
            throw new IOException(wanted.name() + " " + wanted.version() + " cannot be had from the mirror ("
                    + lastLine(got) + "): if Debian has a newer one by now, the lock is out of date: "
                    + "./pureboot image --relock");
        }
    }

    /** What the packages need, all of it, in the newest versions there are. */
    PackageLock resolve(List<String> names) throws IOException {
        Map<String, String> mirrors = mirrors();
        Files.createDirectories(folder.resolve("lists/partial"));
        Files.createDirectories(folder.resolve("archives/partial"));
        Files.writeString(folder.resolve("status"), "");
        Files.writeString(folder.resolve("sources.list"), sources(mirrors));
        apt("apt-get", List.of("update")).orThrow();
        List<String> install = new ArrayList<>(List.of("--assume-yes", "--print-uris", "install"));
        install.addAll(names);
        CommandResult printed = apt("apt-get", install).orThrow();
        List<String> specs = printed.text()
                .lines()
                .filter(line -> line.startsWith("'"))
                .map(line -> spec(line.split(" ")[1]))
                .toList();
        if (specs.isEmpty()) {
            throw new IOException("apt resolved no package: " + lastLine(printed));
        }
        List<String> show = new ArrayList<>(List.of("--no-all-versions", "show"));
        show.addAll(specs);
        String records = apt("apt-cache", show).orThrow().text();
        return new PackageLock(Arrays.stream(records.split("\n\n"))
                .filter(record -> !record.isBlank())
                .map(DebianArchive::locked)
                .toList());
    }

    /** {@code name_version_arch.deb}, with the colon escaped, as {@code name=version}. */
    private static String spec(String file) {
        String[] parts = file.split("_", -1);
        return parts[0] + "=" + parts[1].replace("%3a", ":");
    }

    private static LockedPackage locked(String record) {
        Map<String, String> fields = new LinkedHashMap<>();
        record.lines().filter(line -> line.matches("[A-Za-z0-9-]+: .*")).forEach(line -> {
            int colon = line.indexOf(':');
            fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
        });
        String path = fields.getOrDefault("Filename", "");
        String archive = path.startsWith("pool/updates/") ? "debian-security" : "debian";
        return LockedPackage.parse(String.join(
                " ",
                fields.getOrDefault("Package", ""),
                fields.getOrDefault("Version", ""),
                archive,
                path,
                fields.getOrDefault("Size", ""),
                fields.getOrDefault("SHA256", "")));
    }

    private static String sources(Map<String, String> mirrors) {
        if (!Files.exists(KEYRING)) {
            throw new RefusedException(KEYRING + " is missing: apt-get install debian-archive-keyring");
        }
        String options = "deb [arch=amd64 signed-by=" + KEYRING + "] ";
        String main = mirrors.get("debian");
        return options + main + " " + SUITE + " main\n" + options + main + " " + SUITE + "-updates main\n" + options
                + mirrors.get("debian-security") + " " + SUITE + "-security main\n";
    }

    /** {@code debian} and {@code debian-security} to their addresses, each ending in a slash. */
    private Map<String, String> mirrors() throws IOException {
        CommandResult targets =
                runner.run(Command.of("apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)"));
        Map<String, String> mirrors = new LinkedHashMap<>();
        for (String line : targets.orThrow().text().lines().toList()) {
            String[] parts = line.split("\\|", -1);
            if (parts.length == 3 && parts[0].equals("Debian")) {
                String base = parts[2].endsWith("/") ? parts[2] : parts[2] + "/";
                mirrors.putIfAbsent(parts[1].equals("Debian-Security") ? "debian-security" : "debian", base);
            }
        }
        if (!mirrors.containsKey("debian") || !mirrors.containsKey("debian-security")) {
            throw new RefusedException(
                    "apt on this machine knows no Debian mirror with its security archive: run apt-get update on a Debian system");
        }
        return mirrors;
    }

    private CommandResult apt(String program, List<String> arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of(program));
        Map<String, String> options = new LinkedHashMap<>();
        options.put("Dir::Etc::SourceList", folder.resolve("sources.list").toString());
        options.put("Dir::Etc::SourceParts", "-");
        options.put("Dir::Etc::Preferences", "-");
        options.put("Dir::Etc::PreferencesParts", "-");
        options.put("Dir::State", folder.toString());
        options.put("Dir::State::Lists", folder.resolve("lists").toString());
        options.put("Dir::State::status", folder.resolve("status").toString());
        options.put("Dir::Cache", folder.toString());
        options.put("Dir::Cache::archives", folder.resolve("archives").toString());
        options.put("APT::Install-Recommends", "0");
        options.put("APT::Architecture", "amd64");
        options.put("APT::Architectures", "amd64");
        options.put("APT::Sandbox::User", "root");
        options.put("Debug::NoLocking", "1");
        options.forEach((key, value) -> argv.addAll(List.of("-o", key + "=" + value)));
        argv.addAll(arguments);
        return runner.run(
                Command.of(argv.toArray(String[]::new)).within(DOWNLOAD).keeping(16 << 20));
    }

    private static String lastLine(CommandResult result) {
        List<String> lines = (result.errorText() + "\n" + result.text())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        // apt names the mirror's address, which is nobody else's business
        return lines.isEmpty() ? "no message" : lines.getLast().replaceAll("https?://[^/ ]+", "mirror");
    }
}
