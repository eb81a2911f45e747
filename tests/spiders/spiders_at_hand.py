"""The sources of this house by name, found as Scrapy finds them.

Of those that a module makes for every state, one stands for all: they differ in a code and a name.
"""

from scrapy.utils.misc import walk_modules_iter
from scrapy.utils.spider import iter_spider_classes

from monitor.source.spider import SourceSpider

STANDS_FOR_ALL = "idaho"
EVERY: dict[str, type[SourceSpider]] = {
    spider.name: spider for module in walk_modules_iter("spiders") for spider in iter_spider_classes(module)
}
SPIDERS = {
    name: spider
    for name, spider in EVERY.items()
    if spider.route == "direct" or name == f"{spider.route}.{STANDS_FOR_ALL}"
}
