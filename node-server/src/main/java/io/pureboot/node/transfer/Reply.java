package io.pureboot.node.transfer;

import java.io.IOException;

/** An answer in the making: started when its request came, sent when its turn has come. */
interface Reply {
    /** Sends all of it; called at most once. */
    void send(HttpStream stream) throws IOException;

    /** Called instead of {@link #send} when the connection ended first. */
    default void drop() {}
}
