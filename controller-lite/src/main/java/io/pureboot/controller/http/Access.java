package io.pureboot.controller.http;

import io.pureboot.controller.auth.Caller;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Who may call a route. */
public enum Access {
    /** Anybody. */
    PUBLIC,
    /** An enrolled node by its certificate; where the path names a node, that one. */
    NODE,
    /** Any person who is signed in. */
    PERSON,
    /** As {@link #PERSON}, or as {@link #NODE}. */
    PERSON_OR_NODE,
    /** An admin. */
    ADMIN;

    /** Throws 401 or 403; {@code nodeId} is the node the path names, if it names one. */
    void check(Caller caller, @Nullable String nodeId) {
        if (this == PUBLIC) {
            return;
        }
        switch (caller) {
            case Caller.Anonymous ignored ->
                throw new ProblemException(
                        ProblemType.NOT_AUTHENTICATED,
                        this == NODE
                                ? "Only an enrolled node may do this: present its certificate."
                                : "Sign in at /api/v1/auth/login, or send 'Authorization: Bearer TOKEN'.");
            case Caller.Node node -> checkNode(node, nodeId);
            case Caller.Person person -> checkPerson(person);
        }
    }

    private void checkNode(Caller.Node node, @Nullable String nodeId) {
        if (this != NODE && this != PERSON_OR_NODE) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Nodes may not do this, only people.");
        }
        if (nodeId != null && !nodeId.equals(node.id())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Node " + node.id() + " may act only on itself, not on " + nodeId + ".");
        }
    }

    private void checkPerson(Caller.Person person) {
        if (this == NODE) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Only the node itself may do this, with its certificate.");
        }
        if (this == ADMIN && !person.admin()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, person.user().username() + " is a viewer; this needs an admin.");
        }
    }
}
