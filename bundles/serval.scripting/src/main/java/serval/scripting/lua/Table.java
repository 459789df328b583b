package serval.scripting.lua;

import java.util.Arrays;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A table whose length, where there are holes, is found as Lua 5.1 finds it: from the end of its array. */
class Table extends LuaTable {
    Table() {}

    Table(int elements, int fields) {
        super(0, fields);
        reserve(elements);
    }

    /** Makes the array as long as a constructor's elements are many, and no longer: a hole at its end is found by that. */
    final void reserve(int elements) {
        if (elements > array.length) {
            array = Arrays.copyOf(array, elements);
        }
    }

    /** Whether an assignment needs neither metamethods nor a permission. */
    boolean isPlain() {
        return m_metatable == null;
    }

    @Override
    public final int rawlen() {
        LuaValue[] elements = array;
        int size = elements.length;
        if (size > 0 && isAbsent(elements[size - 1])) {
            int present = 0;
            int absent = size;
            while (absent - present > 1) {
                int middle = present + absent >>> 1;
                if (isAbsent(elements[middle - 1])) {
                    absent = middle;
                } else {
                    present = middle;
                }
            }
            return present;
        }
        if (hashEntries == 0) {
            return size;
        }
        int length = size;
        while (!rawget(length + 1).isnil()) {
            length++;
        }
        return length;
    }

    @Override
    public final int length() {
        return rawlen();
    }

    private static boolean isAbsent(LuaValue element) {
        return element == null || element.isnil();
    }
}
