package io.pureboot.controller.library.check;

import java.nio.file.Path;

/**
 * What to check and where to; the defaults are the ones people rely on.
 *
 * @param archives folder of the {@code .tar.zst} files
 * @param staging kept images go to {@code tmp/<hash>} below it
 * @param log JSON lines are appended to it
 * @param minSize archives and images must be larger than this many bytes to be looked at
 * @param dryRun decide, but write nothing; the log lines go to standard output
 * @param limit archives looked at, smallest first; 0 for all
 * @param anyway start although something else still works in the staging folder
 */
public record CheckConfig(
        Path archives, Path staging, Path log, long minSize, boolean dryRun, int limit, boolean anyway) {
    public static final String ARCHIVES = "/data/cold/img-read";
    public static final String STAGING = "/data/staging";
    public static final String LOG = "/var/log/ntt/multipart-check.jsonl";
    public static final long MIN_SIZE = 1L << 30;

    public static CheckConfig standard() {
        return new CheckConfig(Path.of(ARCHIVES), Path.of(STAGING), Path.of(LOG), MIN_SIZE, false, 0, false);
    }
}
