package serval.zset;

import serval.sdk.type.Codec;
import serval.sdk.type.ValueOutput;

/** Saves a large sorted set from its last member to its first, as Redis does, for adding at the front is quick there. */
final class TreeSaver implements Codec.Saver {
    private static final int SCORE_BYTES = 8;

    private final Tree tree;
    private final Node root;
    private final long size;
    private long left;
    private boolean begun;
    private boolean open = true;

    TreeSaver(TreeForm form) {
        tree = form.tree();
        root = tree.open();
        size = form.size();
        left = size;
    }

    @Override
    public boolean step(ValueOutput out, int budget) {
        if (!begun) {
            begun = true;
            out.unsigned(size);
        }
        if (left == 0) {
            return true;
        }
        LeafCursor cursor = new LeafCursor(root, left - 1);
        Leaf leaf = cursor.leaf();
        int at = cursor.index();
        for (int room = budget; room > 0 && left > 0; left--) {
            if (at < 0) {
                leaf = cursor.seek(left - 1);
                at = cursor.index();
            }
            byte[] entry = leaf.entry(at);
            out.string(entry, Entries.HEAD, Entries.length(entry));
            out.real(leaf.scores[at]);
            room -= Entries.length(entry) + SCORE_BYTES;
            if (--at < 0) {
                tree.passed(leaf, cursor.parent(), cursor.place());
            }
        }
        return left == 0;
    }

    @Override
    public long kept() {
        return open ? tree.kept() : 0;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            tree.close();
        }
    }
}
