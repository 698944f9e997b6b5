package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All kinds of content that are known, those that lie around others first: a member of an array is not the file system
 * one finds at its start.
 */
public final class Signatures {
    private static final List<Signature> ALL = List.of(
            Signature.of(ContainerFormats::read),
            Signature.of(MdMember::read),
            Signature.of(FirmwareRaid::read),
            Signature.of(BcacheDevice::read),
            Signature.of(LvmMember::read),
            Signature.of(LuksHeader::read),
            Signature.of(BootSector::bitlocker),
            Signature.of(ApfsContainer::read),
            Signature.of(XfsFileSystem::read),
            Signature.of(ExtFileSystem::read),
            BootSector::ntfs,
            BootSector::exfat,
            Signature.of(BefsFileSystem::read),
            FatFileSystem::read,
            Signature.of(SwapArea::read),
            HfsFileSystem::read,
            UdfFileSystem::read,
            Signature.of(IsoFileSystem::read),
            Signature.of(BtrfsFileSystem::read),
            Signature.of(UfsFileSystem::read),
            Signature.of(ReiserFileSystem::read),
            Signature.of(SmallFileSystems::read),
            Signature.of(MinixFileSystem::read),
            Signature.of(ZfsMember::read));

    private Signatures() {}

    /** Everything the region carries the signature of, the outermost first. */
    public static List<Content> all(Region region, Notes notes) {
        List<Content> found = new ArrayList<>();
        for (Signature signature : ALL) {
            Content content = notes.attempt("signatures at " + region.start(), () -> signature.read(region, notes));
            if (content != null) {
                found.add(content);
            }
        }
        return found;
    }

    /** The outermost content, or null when nothing is recognised. */
    public static @Nullable Content first(Region region, Notes notes) {
        List<Content> found = all(region, notes);
        return found.isEmpty() ? null : found.getFirst();
    }
}
