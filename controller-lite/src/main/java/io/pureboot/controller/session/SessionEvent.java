package io.pureboot.controller.session;

/** What can happen to a clone session. */
public enum SessionEvent {
    START,
    SOURCE_READY,
    PROGRESS,
    COMPLETE,
    FAIL,
    CANCEL
}
