package io.pureboot.controller.auth;

import io.pureboot.controller.store.UserStore;

/** Who makes a request. */
public sealed interface Caller {
    /** Nobody we know. */
    record Anonymous() implements Caller {}

    /** An enrolled node, by its client certificate. */
    record Node(String id) implements Caller {}

    /**
     * A person.
     *
     * @param csrf what the {@code X-CSRF-Token} header of a change must say; empty when a bearer token was sent, which
     *     no other site can make a browser send
     */
    record Person(UserStore.User user, UserStore.Token token, String csrf) implements Caller {
        public boolean admin() {
            return user.role().equals(Users.ADMIN);
        }
    }

    /** For the audit log. */
    default String name() {
        return switch (this) {
            case Anonymous ignored -> "anonymous";
            case Node node -> "node " + node.id();
            case Person person -> person.user().username();
        };
    }
}
