from .events import NotXml as NotXml, XmlEvent as XmlEvent, events as events
from .kinds import ROOTS as ROOTS, read_xml as read_xml
