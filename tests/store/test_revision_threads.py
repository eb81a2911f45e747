"""Documents are unpacked by several threads at a time."""

from concurrent.futures import ThreadPoolExecutor

from monitor.model.documents import Bill
from monitor.store.revisions import pack, unpack


def test_threads_unpack_documents_side_by_side() -> None:
    bills = [Bill(identifier=f"HB {at}", title="t", url="", text=f"Section {at}. " * 20_000) for at in range(8)]
    packed = [pack(one) for one in bills]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            assert list(pool.map(lambda content: unpack("bill", content), packed)) == bills
