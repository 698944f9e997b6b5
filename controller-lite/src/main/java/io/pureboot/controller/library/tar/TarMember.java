package io.pureboot.controller.library.tar;

/**
 * A member of an archive.
 *
 * @param name as stored; bytes that are no UTF-8 appear as {@code %XX}
 * @param linkName where a link points, empty otherwise
 * @param map where its bytes belong; its size is the member's real size
 */
public record TarMember(String name, Kind kind, String linkName, SparseMap map) {
    /** What a member is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        /** Another name of an earlier member. */
        HARD_LINK,
        OTHER
    }

    public long size() {
        return map.size();
    }
}
