package io.pureboot.node.controller;

/** Brings one update to the controller. */
@FunctionalInterface
public interface UpdateSender {
    /**
     * @param endpoint path below {@code /api/v1/}, such as {@code clone-sessions/<id>/complete}
     * @param payload JSON
     */
    Delivery send(String endpoint, String payload) throws InterruptedException;
}
