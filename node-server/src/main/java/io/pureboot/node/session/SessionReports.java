package io.pureboot.node.session;

import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.SourceReady;
import java.io.IOException;

/**
 * What a role says to the controller. All but {@link #certificate} return at once and never fail: they are queued,
 * kept in order, survive a restart of the node process, and are sent when the controller answers.
 */
public interface SessionReports {
    /** Asks now, over the network; tries again with backoff until answered or the thread is interrupted. */
    CertBundle certificate(String sessionId, CloneRole role, CertRequest request)
            throws IOException, InterruptedException;

    void sourceReady(String sessionId, SourceReady ready);

    /** A later update replaces an unsent earlier one of the same session and role. */
    void progress(String sessionId, CloneProgressUpdate update);

    void complete(String sessionId, CloneComplete complete);

    void failed(String sessionId, CloneFailed failed);

    /** A role was ended on request, which the controller knows; its disk may not be what it was. */
    void stopped();
}
