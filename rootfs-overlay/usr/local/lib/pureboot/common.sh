# What the scripts share; read with ".", not run.
# shellcheck shell=sh

state=/run/pureboot
log=$state/log

# parameter NAME: the value of pureboot.NAME on the kernel command line, the last one when there are several; fails when
# there is none.
parameter() {
    found=
    value=
    # shellcheck disable=SC2013
    for word in $(cat /proc/cmdline); do
        case $word in
            "pureboot.$1="*) found=yes value=${word#*=} ;;
            "pureboot.$1") found=yes value= ;;
        esac
    done
    [ -n "$found" ] && printf '%s\n' "$value"
}

# The real network cards, one a line: what has a device behind it.
network_cards() {
    for card in /sys/class/net/*; do
        [ -e "$card/device" ] && printf '%s\n' "${card##*/}"
    done
}

# card_number CARD: the kernel's, another one each time that the card appears.
card_number() {
    cat "/sys/class/net/$1/ifindex" 2>/dev/null
}

# load_drivers: those of every device that was not there the last time.
load_drivers() {
    find /sys/devices -name modalias -exec cat {} + 2>/dev/null | sort -u >"$state/devices.now"
    [ -e "$state/devices" ] || : >"$state/devices"
    sort "$state/devices.now" "$state/devices" "$state/devices" | uniq -u | xargs -r /usr/sbin/modprobe -qab
    mv "$state/devices.now" "$state/devices"
}

# What a controller says once and its screen shows as long as it runs.
announced='^(CA SHA-256|First sign-in|Network boot|PureBoot controller at)'

# keep_small FILE BYTES: memory is all there is. One that has more keeps what is announced and the last quarter; who
# writes it must append.
keep_small() {
    [ -e "$1" ] && [ "$(wc -c <"$1")" -gt "$2" ] || return 0
    {
        grep -E "$announced" "$1"
        grep '^DHCP: ' "$1" | tail -n 1
        tail -c "$(($2 / 4))" "$1" | sed 1d | grep -Ev "$announced"
    } >"$1.small"
    cat "$1.small" >"$1"
    rm -f "$1.small"
}

# note TEXT: a line in the log, with the time since the kernel started.
note() {
    read -r uptime _ </proc/uptime
    printf '%s %s\n' "$uptime" "$*" >>"$log"
}

# problem NAME TEXT: a warning that the screen shows until it is taken back with problem NAME "".
problem() {
    mkdir -p "$state/problems"
    if [ -n "$2" ]; then
        printf '%s\n' "$2" >"$state/problems/$1"
        note "$2"
    else
        rm -f "$state/problems/$1"
    fi
}
