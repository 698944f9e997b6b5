package io.pureboot.linux.table;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import io.pureboot.linux.table.content.LvmMember;
import io.pureboot.linux.table.content.Signatures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The logical volumes that the metadata on one physical volume names. */
final class LvmVolumes {
    private static final String AREA_MAGIC = " LVM2 x[5A%r0N*>";
    private static final int AREA_HEADER = 512;
    private static final int LONGEST = 4 << 20;

    private LvmVolumes() {}

    static List<Volume> of(Region pv, Notes notes) {
        if (notes.attempt("the LVM label", () -> LvmMember.labelAt(pv)) == null) {
            return List.of();
        }
        Notes own = new Notes();
        String text = own.attempt("the LVM metadata", () -> text(pv));
        notes.addAll(own);
        if (text == null) {
            if (!own.pending()) {
                notes.doubt("the LVM metadata at %d cannot be read".formatted(pv.start()));
            }
            return List.of();
        }
        if (text.isEmpty()) {
            return List.of();
        }
        try {
            return LvmGroup.of(text, pv).volumes().stream()
                    .map(volume -> withContent(volume, pv, notes))
                    .toList();
        } catch (LvmText.MalformedException e) {
            notes.doubt("the LVM metadata at %d is damaged: %s".formatted(pv.start(), e.getMessage()));
            return List.of();
        }
    }

    private static Volume withContent(Volume volume, Region pv, Notes notes) {
        if (volume.extents().size() != 1) {
            return volume;
        }
        Extent place = volume.extents().getFirst();
        boolean inside = place.start() < pv.image().size();
        return inside
                ? volume.with(Signatures.first(new Region(pv.image(), place.start(), place.length()), notes))
                : volume;
    }

    private static @Nullable String text(Region pv) throws IOException {
        long label = LvmMember.labelAt(pv);
        ByteBuffer sector = pv.little(label, 512);
        int at = Math.clamp(Integer.toUnsignedLong(sector.getInt(20)), 32, 440) + 40;
        boolean areas = false;
        String best = null;
        for (; at + 16 <= 512; at += 16) {
            long offset = sector.getLong(at);
            long size = sector.getLong(at + 8);
            if (offset == 0) {
                if (areas) {
                    break;
                }
                areas = true;
            } else if (areas && best == null) {
                best = area(pv, offset, size);
            }
        }
        return best;
    }

    private static @Nullable String area(Region pv, long offset, long size) throws IOException {
        if (!pv.has(offset + 4, AREA_MAGIC)) {
            return null;
        }
        ByteBuffer header = pv.little(offset, AREA_HEADER);
        long from = header.getLong(40);
        long length = header.getLong(48);
        // A volume that belongs to no group yet.
        if (from == 0 && length == 0) {
            return "";
        }
        if (from < AREA_HEADER || from >= size || length <= 0 || length > Math.min(LONGEST, size - AREA_HEADER)) {
            return null;
        }
        // The text is written round and round the area.
        int first = (int) Math.min(length, size - from);
        byte[] text = new byte[(int) length];
        System.arraycopy(pv.bytes(offset + from, first), 0, text, 0, first);
        if (first < length) {
            System.arraycopy(pv.bytes(offset + AREA_HEADER, text.length - first), 0, text, first, text.length - first);
        }
        return new String(text, StandardCharsets.UTF_8);
    }
}
