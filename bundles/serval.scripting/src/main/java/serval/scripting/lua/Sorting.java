package serval.scripting.lua;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * table.sort: a quicksort by the median of three whose steps are those of Lua 5.1, so that equal elements end where they end there,
 * and an order that contradicts itself is told in the same words.
 */
final class Sorting {
    private final Machine machine;
    private final LuaTable table;
    private final LuaValue order;

    Sorting(Machine machine, LuaTable table, LuaValue order) {
        this.machine = machine;
        this.table = table;
        this.order = order;
    }

    private boolean less(LuaValue one, LuaValue two) {
        machine.spend(1);
        if (order == LuaValue.NIL) {
            return Operations.less(machine, one, two);
        }
        return machine.call(order, LuaValue.varargsOf(one, two)).arg1().toboolean();
    }

    private LuaValue get(int index) {
        return table.rawget(index);
    }

    private void swap(int one, LuaValue atOne, int two, LuaValue atTwo) {
        table.rawset(one, atTwo);
        table.rawset(two, atOne);
    }

    /** Sorts the elements from {@code from} to {@code to}. */
    void sort(int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            if (less(get(high), get(low))) {
                swap(low, get(low), high, get(high));
            }
            if (high - low == 1) {
                return;
            }
            int middle = low + high >>> 1;
            if (less(get(middle), get(low))) {
                swap(middle, get(middle), low, get(low));
            } else if (less(get(high), get(middle))) {
                swap(middle, get(middle), high, get(high));
            }
            if (high - low == 2) {
                return;
            }
            LuaValue pivot = get(middle);
            swap(middle, pivot, high - 1, get(high - 1));
            int i = low;
            int j = high - 1;
            while (true) {
                while (less(get(++i), pivot)) {
                    if (i > high) {
                        throw Complaint.of("invalid order function for sorting");
                    }
                }
                while (less(pivot, get(--j))) {
                    if (j < low) {
                        throw Complaint.of("invalid order function for sorting");
                    }
                }
                if (j < i) {
                    break;
                }
                swap(i, get(i), j, get(j));
            }
            swap(high - 1, get(high - 1), i, get(i));
            // The smaller part on the thread's stack, the larger in this loop.
            if (i - low < high - i) {
                sort(low, i - 1);
                low = i + 1;
            } else {
                sort(i + 1, high);
                high = i - 1;
            }
        }
    }
}
