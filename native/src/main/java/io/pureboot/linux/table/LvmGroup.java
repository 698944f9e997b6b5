package io.pureboot.linux.table;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.table.bytes.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume group as its metadata tells it, seen from one of its physical volumes.
 *
 * @param volumes the visible logical volumes; with extents when all of one lies plainly on this physical volume
 */
record LvmGroup(String name, List<Volume> volumes) {
    LvmGroup {
        volumes = List.copyOf(volumes);
    }

    static LvmGroup of(String text, Region pv) throws LvmText.MalformedException {
        for (Map.Entry<String, Object> top : LvmText.parse(text).entrySet()) {
            Map<String, Object> group = section(top.getValue());
            if (group.containsKey("physical_volumes")) {
                return new LvmGroup(top.getKey(), volumes(top.getKey(), group, pv));
            }
        }
        throw new LvmText.MalformedException("it names no volume group");
    }

    private static List<Volume> volumes(String groupName, Map<String, Object> group, Region pv)
            throws LvmText.MalformedException {
        long extentSize = product(number(group, "extent_size"), 512);
        Map<String, Object> pvs = section(group.getOrDefault("physical_volumes", Map.of()));
        List<Volume> volumes = new ArrayList<>();
        for (Map.Entry<String, Object> one :
                section(group.getOrDefault("logical_volumes", Map.of())).entrySet()) {
            Map<String, Object> volume = section(one.getValue());
            if (volume.get("status") instanceof List<?> status && !status.contains("VISIBLE")) {
                continue;
            }
            List<Map<String, Object>> segments = segments(volume);
            long extents = 0;
            for (Map<String, Object> segment : segments) {
                extents += number(segment, "extent_count");
            }
            volumes.add(new Volume(
                    "lvm",
                    groupName + "/" + one.getKey(),
                    0,
                    product(extents, extentSize),
                    plainExtents(segments, pvs, extentSize, pv),
                    volume.get("id") instanceof String id ? id : null,
                    null));
        }
        return volumes;
    }

    private static List<Map<String, Object>> segments(Map<String, Object> volume) throws LvmText.MalformedException {
        List<Map<String, Object>> segments = new ArrayList<>();
        for (Map.Entry<String, Object> one : volume.entrySet()) {
            if (one.getKey().startsWith("segment") && one.getValue() instanceof Map) {
                segments.add(section(one.getValue()));
            }
        }
        segments.sort(Comparator.comparingLong(segment -> segment.get("start_extent") instanceof Long at ? at : 0L));
        return segments;
    }

    // Only when the group has this one physical volume and every segment is a single stripe on it.
    private static List<Extent> plainExtents(
            List<Map<String, Object>> segments, Map<String, Object> pvs, long extentSize, Region pv)
            throws LvmText.MalformedException {
        if (pvs.size() != 1) {
            return List.of();
        }
        Map.Entry<String, Object> only = pvs.entrySet().iterator().next();
        long dataStart = product(number(section(only.getValue()), "pe_start"), 512);
        List<Extent> extents = new ArrayList<>();
        for (Map<String, Object> segment : segments) {
            Long first = singleStripe(segment, only.getKey());
            long length = product(number(segment, "extent_count"), extentSize);
            if (first == null || length == 0) {
                return List.of();
            }
            extents.add(new Extent(pv.start() + dataStart + product(first, extentSize), length));
        }
        return extents;
    }

    private static @Nullable Long singleStripe(Map<String, Object> segment, String pvName) {
        return "striped".equals(segment.get("type"))
                        && segment.get("stripes") instanceof List<?> stripes
                        && stripes.size() == 2
                        && pvName.equals(stripes.get(0))
                        && stripes.get(1) instanceof Long first
                        && first >= 0
                ? first
                : null;
    }

    private static long number(Map<String, Object> section, String name) throws LvmText.MalformedException {
        if (section.get(name) instanceof Long number && number >= 0 && number <= 1L << 40) {
            return number;
        }
        throw new LvmText.MalformedException(name + " is missing or not a number");
    }

    private static long product(long one, long other) throws LvmText.MalformedException {
        if (one > 0 && other > (1L << 60) / one) {
            throw new LvmText.MalformedException("a size is beyond all disks");
        }
        return one * other;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Object value) throws LvmText.MalformedException {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new LvmText.MalformedException("a section is missing");
    }
}
