package io.pureboot.linux.table.bytes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one look at an image leaves open. Hostile tables can give cause for very many remarks: they are bounded. */
public final class Notes {
    private static final int MOST = 64;

    /** A reading that may meet bytes that are absent. */
    public interface Reading<T> {
        @Nullable
        T read() throws IOException;
    }

    private final Set<String> doubts = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private boolean pending;
    private boolean truncated;

    /** Says why the answer is not sure; such an image is kept. */
    public void doubt(String why) {
        if (doubts.size() < MOST) {
            doubts.add(why);
        }
    }

    /** Says something odd that does not change the answer. */
    public void warn(String what) {
        if (warnings.size() < MOST) {
            warnings.add(what);
        }
    }

    /** An entry reaches beyond the end of the image. */
    public void truncated(String what) {
        truncated = true;
        warn(what);
    }

    /**
     * The value read, or null when the bytes are not there: still to come, outside the image, or (with a doubt)
     * unreadable.
     */
    public <T> @Nullable T attempt(String what, Reading<T> reading) {
        try {
            return reading.read();
        } catch (AbsentBytesException e) {
            switch (e.reason()) {
                case NOT_YET -> pending = true;
                case GONE -> doubt(what + " passed before anything pointed there");
                case BEYOND_END -> {}
            }
        } catch (IOException e) {
            doubt(what + " cannot be read: " + e.getMessage());
        }
        return null;
    }

    /** As {@link #attempt}, for what the answer does not depend on: what is gone or unreadable is no doubt. */
    public <T> @Nullable T detail(Reading<T> reading) {
        try {
            return reading.read();
        } catch (AbsentBytesException e) {
            pending |= e.reason() == AbsentBytesException.Reason.NOT_YET;
        } catch (IOException e) {
            warn("a label cannot be read: " + e.getMessage());
        }
        return null;
    }

    /** Takes over what another look left open. */
    public void addAll(Notes other) {
        other.doubts.forEach(this::doubt);
        other.warnings.forEach(this::warn);
        pending |= other.pending;
        truncated |= other.truncated;
    }

    /** Bytes still to come may change the answer. */
    public void stillToCome() {
        pending = true;
    }

    public boolean pending() {
        return pending;
    }

    public boolean truncated() {
        return truncated;
    }

    public List<String> doubts() {
        return new ArrayList<>(doubts);
    }

    public List<String> warnings() {
        return new ArrayList<>(warnings);
    }
}
