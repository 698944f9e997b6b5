package io.pureboot.linux.parted;

import java.util.regex.Pattern;

/**
 * What libparted is answered when it asks. It asks in English because the process has no other message locale. Never
 * FIX (it writes at once, while only reading was wanted), never RETRY (endless), never IGNORE unless it is known to be
 * harmless: to a failed write it would mean success. Unanswered is no answer either: some questions then go on.
 */
final class ExceptionPolicy {
    static final int FIX = 1;
    static final int YES = 2;
    static final int NO = 4;
    static final int OK = 8;
    static final int RETRY = 16;
    static final int IGNORE = 32;
    static final int CANCEL = 64;

    private static final Pattern BACKUP_NOT_AT_END =
            Pattern.compile("Not all of the space available to .* appears to be used", Pattern.DOTALL);
    private static final Pattern OTHER_COPY_USED =
            Pattern.compile("GPT table is corrupt, but the .* appears OK", Pattern.DOTALL);
    private static final Pattern OPENED_READ_ONLY = Pattern.compile("has been opened read-only");

    private ExceptionPolicy() {}

    static boolean backupNotAtEnd(String message) {
        return BACKUP_NOT_AT_END.matcher(message).find();
    }

    /** @param options those offered, added up */
    static int answer(String message, int options) {
        if (backupNotAtEnd(message) || OPENED_READ_ONLY.matcher(message).find()) {
            return IGNORE & options;
        }
        if (OTHER_COPY_USED.matcher(message).find() || options == OK) {
            return OK;
        }
        if ((options & NO) != 0) {
            return NO;
        }
        return options & CANCEL;
    }
}
